#include "cli/commands.hpp"
#include "cli/descent_options.hpp"
#include "cli/job_runner.hpp"
#include "cli/outcome_option.hpp"
#include "launch/retrial.hpp"
#include "launch/store.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace muster::cli {

namespace {

struct retry_options : descent_options {
    std::vector<std::string> outcomes; ///< empty = failed and unknown
    std::string code;                  ///< empty = any
};

core::exit_status retry(retry_options const& o) {
    launch::store jobs(o.run.place);
    bool const named = !o.outcomes.empty();
    auto const outcomes = named ? o.outcomes : std::vector<std::string>{"failed", "unknown"};
    auto const wanted = [&](journal::member_settled const& s) {
        return is_among(outcomes, s.outcome) && (o.code.empty() || s.code == o.code);
    };
    auto again = launch::make_retrial(jobs, o.job, wanted, named);
    std::vector<notice> said;
    if (again.doubtful > 0)
        said.push_back({true, false,
                        std::to_string(again.doubtful) + " of job " + o.job
                            + " are left out: nothing tells whether a request for them took effect. Look at "
                              "them; to have them changed, perhaps once more: --outcome unknown"});
    if (o.run.new_key) again.from.key.clear();
    if (again.members == 0) {
        for (auto const& each : said) std::cerr << "muster: " << each.text << '\n';
        if (!o.run.log.quiet) std::cerr << "muster: of job " << o.job << ", there is nobody to try again\n";
        return core::exit_status::ok;
    }
    auto of_run = o.run;
    of_run.valid_only = true; // a row that could not be used then comes out as it did
    auto const count = std::to_string(again.members) + (again.members == 1 ? " member" : " members");
    said.insert(said.begin(), {false, false, "tries " + count + " of job " + o.job + " again"});
    return start_job_from(jobs, std::move(again.spec), o.job_id, of_run, std::move(said), again.from);
}

} // namespace

void add_retry(CLI::App& app, int& status) {
    auto o = std::make_shared<retry_options>();
    auto* const command = app.add_subcommand("retry", "Try members of a job again, in a new job");
    add_descent_options(*command, *o);
    add_outcome_option(*command, o->outcomes, {"done", "already", "gone", "failed", "unknown"},
                       "Whose outcome is one of these: done, already, gone, failed, unknown (several with "
                       "commas; default: failed,unknown, without those who could be changed twice)");
    command->add_option("--code", o->code, "Only those that failed with this code, e.g. no-such-member");
    command->footer(
        "retry is for members that came out badly, once the cause is mended: each is read and looked at\n"
        "afresh, as the job's where and operation say, and is changed if it needs it. resume is for the "
        "rest\n"
        "of a job that was stopped or killed. What is tried again is a job of its own; status tells which\n"
        "came from which.\n"
        "Examples:\n"
        "  muster retry free-plan-germany-20260131T010000Z-1a2b\n"
        "  muster retry free-plan-germany-20260131T010000Z-1a2b --code plan-not-found\n"
        "Exit status: as of run; 0 also if nobody came out so.");
    command->callback([o, &status] { status = static_cast<int>(retry(*o)); });
}

} // namespace muster::cli
