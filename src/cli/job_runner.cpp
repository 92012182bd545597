#include "cli/job_runner.hpp"

#include "cli/drive.hpp"
#include "cli/shown.hpp"
#include "files/storage.hpp"
#include "launch/store.hpp"
#include "launch/take_up.hpp"

#include <boost/json/serialize.hpp>

#include <iostream>
#include <unistd.h>

namespace muster::cli {

using core::exit_status;
using core::job_error;

namespace {

/// Asks before real members are changed by hand; a script says --yes, or has no terminal to be asked on.
void confirm_live(spec::spec const& spec, std::string const& key, bool yes) {
    if (yes || !spec.platform->is_live(key, spec.at.base_url) || ::isatty(STDIN_FILENO) == 0
        || ::isatty(STDERR_FILENO) == 0)
        return;
    std::cerr << "This changes real members at " << spec.at.base_url << ": " << spec.operation->describe()
              << ". Go on? [y/N] ";
    std::string answer;
    std::getline(std::cin, answer);
    if (answer != "y" && answer != "Y" && answer != "yes")
        throw job_error(exit_status::refused, "not confirmed; nothing was sent");
}

exit_status drive_and_report(launch::ready_job job, run_options const& options) {
    auto const [report, status] = drive(std::move(job), options);
    if (options.output == "json")
        std::cout << shown_json(boost::json::serialize(as_json(report))) << '\n';
    else
        std::cout << shown(as_table(report, ::isatty(STDOUT_FILENO) != 0));
    return status;
}

} // namespace

exit_status start_job(spec::spec spec, std::string const& job_id, run_options const& options) {
    launch::store jobs(options.state_dir);
    auto const last_word = [&](spec::spec const& of_job, std::string const& key) {
        confirm_live(of_job, key, options.yes);
        make_logger(options.log,
                    [](std::string const&) {}); // one that cannot be opened must not leave a job behind
    };
    auto job = launch::begin(jobs, std::move(spec), job_id, {options.live, last_word});
    return drive_and_report(std::move(job), options);
}

exit_status resume_job(std::string const& job_id, run_options const& options) {
    launch::store jobs(options.state_dir);
    auto const last_word = [&](spec::spec const& of_job, std::string const& key) {
        confirm_live(of_job, key, options.yes);
    };
    auto job = launch::take_up(jobs, job_id, {options.live, last_word});
    if (!job) {
        std::cerr << "muster: job " << job_id << " is complete; there is nothing to resume\n";
        return exit_status::ok;
    }
    try {
        return drive_and_report(std::move(*job), options);
    } catch (files::io_error const& e) {
        throw job_error(exit_status::stopped,
                        std::string(e.what()) + ". Nothing was sent; the job is as it was.");
    }
}

} // namespace muster::cli
