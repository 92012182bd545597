#pragma once
#include <string>
#include <vector>

namespace muster::cli {

/// What the value of an option or argument is, for who completes it.
enum class value_kind { none, text, choice, file, directory, job, parameter };

/// An option (`--output`) or argument (`JOB`) of a command.
struct value_words {
    std::string name;
    std::string help;  ///< what it means
    std::string value; ///< what stands for the value in a help: `table|json`, `TEXT`; empty for a flag
    value_kind kind = value_kind::none;
    std::vector<std::string> choices;
    bool many = false; ///< may be given more than once

    [[nodiscard]] bool takes_value() const { return kind != value_kind::none; }
};

/// A command as `--help` shows it, and those below it. Hidden ones are left out.
struct command_words {
    std::string path; ///< `member get`; empty for the program itself
    std::string name; ///< `get`
    std::string help;
    std::string footer; ///< notes, examples, exit statuses
    std::vector<value_words> options;
    std::vector<value_words> arguments;
    std::vector<command_words> below;
};

/// `tree` and all that are below it, each before those below itself.
std::vector<command_words const*> all_commands(command_words const& tree);

} // namespace muster::cli
