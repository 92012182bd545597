#include "cli/outcome_option.hpp"

#include "cli/option_checks.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace muster::cli {

void add_outcome_option(CLI::App& command, std::vector<std::string>& chosen, std::vector<std::string> known,
                        std::string const& what) {
    command.add_option("--outcome", chosen, what)
        ->delimiter(',')
        ->check(one_of(std::move(known)))
        ->allow_extra_args(false);
}

bool is_among(std::vector<std::string> const& chosen, core::outcome o) {
    return std::ranges::find(chosen, core::to_string(o)) != chosen.end();
}

} // namespace muster::cli
