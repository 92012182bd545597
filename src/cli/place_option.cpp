#include "cli/place_option.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "launch/job_place.hpp"

#include <CLI/CLI.hpp>

namespace muster::cli {

void add_place_option(CLI::App& command, std::string& place) {
    auto* const directory = command.add_option(
        "--state-dir", place, "Where jobs are kept (default: $MUSTER_STATE_DIR, or $XDG_STATE_HOME/muster)");
    command
        .add_option("--store", place,
                    "Or the PostgreSQL database that several hosts share:\n"
                    "its address, or env:NAME (default: $MUSTER_STORE)")
        ->excludes(directory)
        ->check(CLI::Validator(
            [](std::string const& given) {
                return launch::job_place::is_store(given) ? std::string()
                                                          : "write it as postgresql://USER@HOST/DATABASE or "
                                                            "env:NAME, not "
                                                                + core::quoted(given);
            },
            "ADDRESS"));
}

} // namespace muster::cli
