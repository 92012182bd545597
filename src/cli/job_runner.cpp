#include "cli/job_runner.hpp"

#include "cli/await_window.hpp"
#include "cli/consent.hpp"
#include "cli/drive.hpp"
#include "cli/export_choices.hpp"
#include "cli/shown.hpp"
#include "files/storage.hpp"
#include "launch/store.hpp"
#include "launch/take_up.hpp"
#include "launch/unfinished.hpp"
#include "spec/keys.hpp"

#include <boost/json/serialize.hpp>

#include <iostream>
#include <unistd.h>

namespace muster::cli {

using core::exit_status;
using core::job_error;

namespace {

/// Makes it part of the job, so that a resume keeps it.
void keep_at_most(spec::spec& spec, std::uint64_t members) {
    spec.at_most = members;
    auto& expect = spec.document["expect"];
    if (!expect.is_object()) expect.emplace_object();
    auto& matched = expect.get_object()["matched"];
    if (!matched.is_object()) matched.emplace_object();
    matched.get_object()[spec::keys::at_most.name] = members;
}

/// An export is whole, or it is not there.
void refuse_for_export(spec::spec const& spec, run_options const& options) {
    if (!spec.sink) return;
    auto const* const option = options.limit         ? "--limit"
                               : options.at_most     ? "--at-most"
                               : options.past_canary ? "--past-canary"
                                                     : nullptr;
    if (option == nullptr) return;
    throw job_error(exit_status::usage, std::string(option)
                                            + " is for jobs that change members, and this one exports them; "
                                              "muster plan shows the first rows. Nothing was sent.");
}

/// Sees to it that nothing is sent outside the spec's windows before the run itself does.
auto keep_to_windows(run_options const& options) {
    return [&options](spec::spec const& of_job) {
        await_window(of_job, {options.ignore_window, options.wait, options.log.quiet});
    };
}

exit_status print(drive_result const& result, run_options const& options) {
    auto const& [report, status] = result;
    if (options.output != "table")
        std::cout << shown_json(boost::json::serialize(as_json(report))) << '\n';
    else
        std::cout << shown(as_table(report, ::isatty(STDOUT_FILENO) != 0));
    return status;
}

} // namespace

exit_status start_job_from(launch::store& jobs, spec::spec spec, std::string const& job_id,
                           run_options const& options, std::vector<notice> said,
                           std::optional<launch::descent> const& from) {
    refuse_for_export(spec, options);
    keep_export_choices(spec, options);
    if (options.at_most) keep_at_most(spec, *options.at_most);
    auto const last_word = [&](spec::spec const& of_job, std::string const& key, journal::state const& none) {
        run_log(options.log, [](std::string const&) {}); // one that cannot be opened leaves no job behind
        for (auto& each : seek_consent(of_job, key, none, options)) said.push_back(std::move(each));
    };
    auto job =
        launch::begin(jobs, std::move(spec), job_id,
                      {options.live, last_word, false, keep_to_windows(options), options.valid_only}, from);
    return print(drive(jobs, std::move(job), options, said), options);
}

exit_status start_job(spec::spec spec, std::string const& job_id, run_options const& options) {
    launch::store jobs(options.place);
    return start_job_from(jobs, std::move(spec), job_id, options, {}, {});
}

exit_status start_or_resume_job(spec::spec spec, std::string const& job_id, run_options const& options) {
    launch::store jobs(options.place);
    launch::make_paths_absolute(spec); // as the spec of a job has them
    refuse_for_export(spec, options);
    keep_export_choices(spec, options);
    if (options.at_most) keep_at_most(spec, *options.at_most);
    if (jobs.has(job_id)) {
        if (launch::is_of_spec(jobs, job_id, spec)) return resume_job(job_id, options);
        throw job_error(exit_status::usage,
                        "job " + job_id
                            + " was started from another spec, or with other parameters; to go on with it: "
                              "muster resume "
                            + job_id + jobs.state_option() + ". Nothing was sent.");
    }
    std::vector<notice> said;
    if (job_id.empty()) {
        auto const found = launch::find_unfinished(jobs, spec);
        if (found.of_spec) return resume_job(*found.of_spec, options);
        for (auto const& id : found.of_other_keys)
            said.push_back({true, false,
                            "job " + id
                                + " of this spec is not complete, but a file that its where asks has changed "
                                  "since; it stays as it is, and this is a new one"});
        for (auto const& id : found.of_name)
            said.push_back(
                {true, false, "job " + id + " is not complete, but its spec is another; it stays as it is"});
    }
    return start_job_from(jobs, std::move(spec), job_id, options, std::move(said), {});
}

exit_status resume_job(std::string const& job_id, run_options const& options) {
    launch::store jobs(options.place);
    std::vector<notice> said;
    auto const last_word = [&](spec::spec const& of_job, std::string const& key,
                               journal::state const& so_far) {
        refuse_for_export(of_job, options);
        said = seek_consent(of_job, key, so_far, options);
    };
    auto job =
        launch::take_up(jobs, job_id, {options.live, last_word, options.new_key, keep_to_windows(options)});
    if (!job) {
        if (!options.log.quiet)
            std::cerr << "muster: job " << job_id << " is complete; there is nothing to resume\n";
        return print(result_of_complete(jobs, jobs.find(job_id), options), options);
    }
    if (!job->doubt.empty()) said.push_back({true, false, job->doubt});
    try {
        return print(drive(jobs, std::move(*job), options, said), options);
    } catch (files::io_error const& e) {
        throw job_error(exit_status::stopped,
                        std::string(e.what()) + ". Nothing was sent; the job is as it was.");
    }
}

} // namespace muster::cli
