#pragma once
#include "cli/log.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace muster::cli {

/// What `run`, `resume`, `retry` and `undo` let the user say of one run; none of it changes what the job does
/// to a member.
struct run_options {
    std::string place; ///< of jobs (launch/job_place.hpp)
    std::optional<std::uint64_t> limit;
    std::optional<std::uint64_t> at_most; ///< `expect.matched.atMost`, instead of the spec's
    bool live = false;
    bool yes = false; ///< questions are answered with yes
    bool past_canary = false;
    bool wait = false;          ///< when a window closes, or is closed, for the next one
    bool ignore_window = false; ///< send also outside the spec's windows
    bool valid_only = false;    ///< of a run: rows that cannot be used do not keep it from beginning
    bool migrate = false;       ///< of a run that exports to a table: columns that it lacks are added
    bool partial = false;       ///< of a run that exports to a file: it has its name while it grows
    bool new_key = false;       ///< but for a run of a spec: the key may be another than before
    std::string output =
        "table"; ///< of the summary: "table", or "json" or "jsonl", which are the same: one object
    log_settings log;
};

/// Adds the options of run_options to a subcommand.
void add_run_options(CLI::App& command, run_options& options);

} // namespace muster::cli
