#include "cli/command_tree.hpp"
#include "cli/commands.hpp"
#include "cli/completion_scripts.hpp"
#include "cli/option_checks.hpp"
#include "cli/spec_file.hpp"
#include "core/errors.hpp"
#include "launch/store.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <iostream>
#include <memory>

namespace muster::cli {

namespace {

void print_script(CLI::App const& app, std::string const& shell) {
    auto const tree = read_tree(app);
    std::cout << (shell == "bash"  ? bash_completion(tree)
                  : shell == "zsh" ? zsh_completion(tree)
                                   : fish_completion(tree));
}

/// Shells expand what they are offered, and a spec may come from anywhere.
bool is_plain(std::string_view name) {
    return std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.';
    });
}

void print_jobs() {
    launch::store jobs("");
    for (auto const& where : jobs.all()) std::cout << where.id << '\n';
}

void print_parameters(std::string const& spec) {
    boost::system::error_code not_json;
    auto const document = boost::json::parse(read_spec_file(spec), not_json);
    auto const* const whole = document.if_object();
    auto const* const parameters = whole == nullptr ? nullptr : whole->if_contains("parameters");
    if (parameters == nullptr || !parameters->is_object()) return;
    for (auto const& [name, declared] : parameters->get_object())
        if (is_plain(name)) std::cout << name << '\n';
}

} // namespace

void add_completion(CLI::App& app, int& status) {
    auto const shell = std::make_shared<std::string>();
    auto* const command = app.add_subcommand("completion", "Print a completion script for a shell");
    command->add_option("SHELL", *shell, "bash, zsh or fish")
        ->required()
        ->check(one_of({"bash", "zsh", "fish"}));
    command->footer("An installed muster has them where the shells look.\n"
                    "Examples:\n"
                    "  source <(muster completion bash)\n"
                    "  source <(muster completion zsh)\n"
                    "  muster completion fish | source\n"
                    "Exit status: 0; 2 bad command line.");
    command->callback([&app, &status, shell] {
        print_script(app, *shell);
        status = 0;
    });
}

void add_names(CLI::App& app, int& status) {
    struct options {
        std::string what;
        std::string spec;
    };
    auto const o = std::make_shared<options>();
    auto* const command = app.add_subcommand("__names", "What completion scripts ask for");
    command->group(""); // hidden
    command->add_option("WHAT", o->what, "jobs or parameters")
        ->required()
        ->check(one_of({"jobs", "parameters"}));
    command->add_option("SPEC", o->spec, "Whose parameters");
    command->callback([o, &status] {
        status = 0;
        if (o->what == "jobs") return print_jobs();
        if (!o->spec.empty() && o->spec != "-") print_parameters(o->spec);
    });
}

} // namespace muster::cli
