#include "cli/command_tree.hpp"

#include "cli/option_checks.hpp"

// Named here, too: by this line the build knows what is compiled without optimization.
#include <CLI/CLI.hpp>

namespace muster::cli {

namespace {

value_kind kind_of(value_words const& v) {
    if (v.value.empty()) return value_kind::none;
    if (!v.choices.empty()) return value_kind::choice;
    if (v.name == "SPEC" || v.name.ends_with("-file") || v.value == "FILE") return value_kind::file;
    if (v.name.ends_with("-dir") || v.value == "DIRECTORY") return value_kind::directory;
    if (v.name == "JOB") return value_kind::job;
    return v.name == "--set" ? value_kind::parameter : value_kind::text;
}

value_words value_words_of(CLI::Option const& option) {
    value_words v;
    v.name = option.get_positional() ? option.get_name(true) : "--" + option.get_lnames().front();
    v.help = option.get_description();
    auto const preset = option.get_default_str();
    if (!preset.empty()) v.help += " (default: " + preset + ")";
    v.value = value_name(option);
    v.choices = choices_of(option);
    v.many = option.get_expected_max() == CLI::detail::expected_max_vector_size;
    v.kind = kind_of(v);
    return v;
}

} // namespace

command_words read_tree(CLI::App const& app, std::string const& path) {
    command_words words{path, app.get_name(), app.get_description(), app.get_footer(), {}, {}, {}};
    for (auto const* const option : app.get_options())
        if (!option->get_group().empty())
            (option->get_positional() ? words.arguments : words.options).push_back(value_words_of(*option));
    auto const shown = [](CLI::App const* command) { return !command->get_group().empty(); };
    for (auto const* const command : app.get_subcommands(shown))
        words.below.push_back(read_tree(*command, (path.empty() ? "" : path + " ") + command->get_name()));
    return words;
}

} // namespace muster::cli
