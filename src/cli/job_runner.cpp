#include "cli/job_runner.hpp"

#include "cli/connection.hpp"
#include "cli/drive.hpp"
#include "cli/shown.hpp"
#include "core/digest.hpp"
#include "spec/secret.hpp"

#include <boost/json/serialize.hpp>

#include <filesystem>
#include <iostream>
#include <random>
#include <unistd.h>

namespace muster::cli {

using core::exit_status;
using core::job_error;

namespace {

/// Asks before real members are changed by hand; a script says --yes, or has no terminal to be asked on.
void confirm_live(spec::spec const& job, std::string const& key, bool yes) {
    if (yes || !job.platform->is_live(key, job.at.base_url) || ::isatty(STDIN_FILENO) == 0
        || ::isatty(STDERR_FILENO) == 0)
        return;
    std::cerr << "This changes real members at " << job.at.base_url << ": " << job.operation->describe()
              << ". Go on? [y/N] ";
    std::string answer;
    std::getline(std::cin, answer);
    if (answer != "y" && answer != "Y" && answer != "yes")
        throw job_error(exit_status::refused, "not confirmed; nothing was sent");
}

/// An id that no job has: many may begin in the same second.
std::string free_job_id(std::filesystem::path const& state, std::string const& name) {
    std::random_device random;
    for (;;) {
        auto id = journal::make_job_id(name, std::chrono::system_clock::now(),
                                       static_cast<std::uint16_t>(random()));
        std::error_code unknown; // that it cannot be looked up is told when it is to be made
        if (!std::filesystem::exists(journal::directory(state, id).root, unknown)) return id;
    }
}

exit_status drive_and_report(held_job& held, spec::spec const& job, std::string const& key,
                             journal::replayed found, run_options const& options) {
    auto const [report, status] = drive(held, job, key, std::move(found), options);
    if (options.output == "json")
        std::cout << shown_json(boost::json::serialize(as_json(report))) << '\n';
    else
        std::cout << shown(as_table(report, ::isatty(STDOUT_FILENO) != 0));
    return status;
}

} // namespace

exit_status start_job(spec::spec const& job, std::string const& job_id, run_options const& options) {
    auto const key = spec::resolve(job.key);
    check_live(job, key, options.live);
    if (!job_id.empty() && !journal::is_job_id(job_id))
        throw job_error(exit_status::usage, "--job-id may hold A-Z a-z 0-9 . _ - only, at most 128");
    confirm_live(job, key, options.yes);
    make_logger(options.log,
                [](std::string const&) {}); // one that cannot be opened must not leave a job behind
    auto const state = state_directory(options.state_dir);
    auto held = held_job::create(
        journal::directory(state, job_id.empty() ? free_job_id(state, job.name) : job_id), job, key);
    return drive_and_report(held, job, key, journal::replay(held.storage(), held.where()), options);
}

exit_status resume_job(std::string const& job_id, run_options const& options) {
    try {
        auto held = held_job::open(journal::directory(state_directory(options.state_dir), job_id));
        auto found = journal::replay(held.storage(), held.where());
        auto const& opened = *found.folded.job();
        if (found.folded.ending() && found.folded.ending()->complete) {
            std::cerr << "muster: job " << job_id << " is complete; there is nothing to resume\n";
            return exit_status::ok;
        }
        auto const job = held.read_spec(opened);
        auto const key = spec::resolve(job.key);
        if (core::fingerprint(key) != opened.key)
            throw job_error(exit_status::refused,
                            "the key from " + spec::describe(job.key)
                                + " is not the one that the job was started with (fingerprint " + opened.key
                                + " then, " + core::fingerprint(key)
                                + " now): it may belong to another application. Nothing was sent.");
        check_live(job, key, options.live);
        confirm_live(job, key, options.yes);
        journal::prepare_to_append(held.storage(), held.where(), found);
        return drive_and_report(held, job, key, std::move(found), options);
    } catch (files::io_error const& e) {
        throw job_error(exit_status::stopped,
                        std::string(e.what()) + ". Nothing was sent; the job is as it was.");
    }
}

} // namespace muster::cli
