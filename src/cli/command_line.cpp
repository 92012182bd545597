#include "cli/command_line.hpp"

#include "cli/option_checks.hpp"
#include "core/errors.hpp"
#include "core/node.hpp"
#include "core/printable.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

namespace muster::cli {

namespace {

using names = std::vector<std::string_view>;

[[noreturn]] void refuse(std::string const& message) {
    throw core::job_error(core::exit_status::usage, message);
}

std::string full_name(CLI::App const& command) {
    auto const* const above = command.get_parent();
    return (above == nullptr ? "" : full_name(*above) + " ") + command.get_name();
}

std::string suggestion(std::string_view word, names const& candidates, CLI::App const& command,
                       std::string const& dashes = "") {
    auto const near = core::nearest(word, candidates);
    if (near) return "; did you mean " + dashes + *near + "?";
    return "; " + full_name(command) + " --help lists them";
}

names commands_of(CLI::App const& app) {
    names all;
    auto const shown = [](CLI::App const* command) { return !command->get_group().empty(); };
    for (auto const* const command : app.get_subcommands(shown)) all.push_back(command->get_name());
    return all;
}

/// Where the first word is no command, CLI11 only says that one is missing.
void check_command(CLI::App const& app, std::string const& word) {
    if (word.empty() || word.front() != '-') {
        auto const same = [&](CLI::App const* command) { return command->get_name() == word; };
        if (!app.get_subcommands(same).empty()) return;
        auto const known = commands_of(app);
        auto const whose = app.get_parent() == nullptr ? "" : " of " + full_name(app);
        refuse("there is no command " + core::quoted(word) + whose + suggestion(word, known, app));
    }
}

/// CLI11 would take the word after `--name=` for its value.
void check_empty_values(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        std::string_view const word = argv[i];
        if (word == "--") return;
        if (word.size() > 3 && word.starts_with("--") && word.find('=') == word.size() - 1)
            refuse(std::string(word.substr(0, word.size() - 1)) + " is given without a value");
    }
}

/// The first word that no command takes.
void check_left_over(CLI::App const& command) {
    auto const words = command.remaining();
    names options;
    for (auto const* const option : command.get_options())
        for (auto const& name : option->get_lnames()) options.push_back(name);
    for (auto const& word : words) {
        if (word.size() < 2 || word.front() != '-' || word == "--") continue;
        auto const name = word.substr(0, word.find('='));
        auto const bare = name.substr(std::min(name.find_first_not_of('-'), name.size()));
        refuse("there is no option " + core::printable(name) + " of " + full_name(command)
               + suggestion(bare, options, command, "--"));
    }
    if (words.empty()) return;
    if (!commands_of(command).empty()) check_command(command, words.front());
    refuse(core::quoted(words.front()) + " is one word too many for " + full_name(command) + "; "
           + full_name(command) + " --help shows how it is used");
}

/// What CLI11 found wrong with `command`, in our words.
std::string mistake_of(CLI::App const& command, CLI::ParseError const& e) {
    std::string text = e.what();
    auto const help = "; see " + full_name(command) + " --help";
    if (dynamic_cast<CLI::RequiredError const*>(&e) != nullptr) {
        bool const of_command = !commands_of(command).empty();
        return full_name(command) + " needs " + (of_command ? "a command" : text.substr(0, text.find(' ')))
               + help;
    }
    auto const colon = std::min(text.find(": "), text.size());
    auto const name = text.substr(0, colon);
    if (dynamic_cast<CLI::ArgumentMismatch const*>(&e) != nullptr) {
        bool const twice = text.find("At Most") != std::string::npos;
        return name + (twice ? " may be given once only" : " is given without a value") + help;
    }
    // Our checks go on from the name of the option.
    return dynamic_cast<CLI::ValidationError const*>(&e) != nullptr && colon < text.size()
               ? name + text.substr(colon + 1)
               : text + help;
}

[[noreturn]] void tell(CLI::App const& app, CLI::ParseError const& e) {
    auto const* command = &app;
    for (;;) {
        check_left_over(*command); // a misspelt option may be why others are missing
        auto const below = command->get_subcommands();
        if (below.empty()) break;
        command = below.front();
    }
    refuse(mistake_of(*command, e));
}

} // namespace

void read_command_line(CLI::App& app, int argc, char** argv) {
    if (argc >= 2) check_command(app, argv[1]);
    check_empty_values(argc, argv);
    refuse_lost_values(app);
    try {
        app.parse(argc, argv);
    } catch (CLI::Success const& asked_for) { // a help, or the version
        app.exit(asked_for, std::cout, std::cerr);
    } catch (CLI::ParseError const& e) {
        tell(app, e);
    }
}

} // namespace muster::cli
