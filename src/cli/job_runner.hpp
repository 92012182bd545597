#pragma once
#include "cli/log.hpp"
#include "core/errors.hpp"
#include "journal/directory.hpp"
#include "spec/spec.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace muster::cli {

/// What `run` and `resume` let the user say of one run; none of it changes what the job does to a member.
struct run_options {
    std::string state_dir; ///< empty = journal::default_state_directory()
    std::optional<std::uint64_t> limit;
    bool live = false;
    bool yes = false;
    bool quiet = false;
    std::string output = "table"; ///< of the summary: "table" or "json"
    log_settings log;
};

/// Adds the options of run_options to a subcommand.
void add_run_options(CLI::App& command, run_options& options);

/// The state directory that the options name.
std::filesystem::path state_directory(std::string const& given);

/// Makes a new job's directory with its spec, and runs it. Throws core::job_error.
core::exit_status start_job(spec::spec const& job, std::string const& job_id, run_options const& options);

/// Goes on with a job that is on disk. Throws core::job_error.
core::exit_status resume_job(std::string const& job_id, run_options const& options);

} // namespace muster::cli
