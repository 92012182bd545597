#pragma once
#include "cli/number_text.hpp"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace muster::cli {

/// What the numbers and choices of all commands are held against. A check's name is what the help shows in
/// the value's place (`1..512`, `table|json`), and where the completions find the choices.

/// A whole number, or one with a point; see cli/number_text.hpp.
CLI::Validator whole_number(std::uint64_t least, std::uint64_t most);
CLI::Validator decimal_number(std::uint64_t least, std::uint64_t most);

/// One of some words; the nearest is suggested.
CLI::Validator one_of(std::vector<std::string> words);

/// The address of a platform (http::parse_endpoint). One that is given and empty, as by `"$UNSET"`, is none:
/// what was meant for a sandbox would go to the live platform.
CLI::Validator address();

/// The words that the value of an option must be one of; empty = it has no such check.
std::vector<std::string> choices_of(CLI::Option const& option);

/// How the value of an option is called in a help: its choices, range or type; empty for a flag.
std::string value_name(CLI::Option const& option);

/// Adds to every value of every command below `app` that it must not be empty, nor look like another option
/// of the same command: `--log-file --quiet` would log into a file of that name, and `--state-dir ""` would
/// silently be as if it was not given.
void refuse_lost_values(CLI::App& app);

} // namespace muster::cli
