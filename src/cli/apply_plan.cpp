#include "cli/apply_plan.hpp"

#include "cli/job_runner.hpp"
#include "cli/number_text.hpp"
#include "cli/option_checks.hpp"
#include "cli/plan_words.hpp"
#include "cli/shown.hpp"
#include "core/printable.hpp"
#include "core/whole_number.hpp"
#include "files/posix_storage.hpp"
#include "launch/planned_job.hpp"
#include "launch/standing.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace muster::cli {

namespace {

constexpr number_range percents{0, 100};
constexpr number_range members{0, 1'000'000'000};

std::string check_most_stale(std::string const& text) {
    auto const wrong =
        text.ends_with('%')
            ? mistake_in_decimal_number(std::string_view(text).substr(0, text.size() - 1), percents)
            : mistake_in_whole_number(text, members);
    return wrong ? *wrong + R"(; or a share, as "1%")" : std::string();
}

/// How many of so many members that is.
std::uint64_t most_of(std::string const& text, std::uint64_t members_planned) {
    if (!text.ends_with('%')) return core::whole_number(text).value_or(0);
    return static_cast<std::uint64_t>(std::stod(text) * static_cast<double>(members_planned) / 100);
}

/// What is to be said of the plan before it is applied, with what was warned of when it was made.
std::vector<notice> notices_of(launch::planned_job const& job, apply_options const& o, std::uint64_t most) {
    auto const words = words_of(job.of);
    auto text = "plan " + launch::short_name(job.of.digest) + " of " + core::printable(job.of.at) + ": "
                + std::to_string(job.of.members) + " members; ";
    if (o.stale == "replan")
        text += "who is not as planned gets what the spec makes of them now";
    else
        text += "who is not as planned is left alone";
    text += ", and the run stops if these are more than " + std::to_string(most);
    std::vector<notice> all{{false, false, std::move(text)}};
    for (auto const& each : words.warnings) all.push_back({true, false, "the plan warned: " + each});
    return all;
}

/// Refuses a plan that a job applies already.
void refuse_applied(launch::store& jobs, launch::plan const& plan) {
    auto const by = launch::job_of_plan(jobs, plan.digest);
    if (!by) return;
    bool const resumable = launch::standing_of(jobs.storage(), jobs.where(by->job)).resumable();
    throw core::job_error(core::exit_status::usage,
                          "plan " + launch::short_name(plan.digest) + " is applied by job " + by->job + " of "
                              + by->at
                              + (resumable ? ", which is not complete: muster resume " + by->job
                                                 + jobs.state_option() + " goes on with it"
                                           : "")
                              + "; to do it again: --again. Nothing was sent.");
}

} // namespace

void add_apply_options(CLI::App& command, apply_options& options, run_options& run) {
    command
        .add_option("--plan", options.file,
                    "Instead of a spec: do what this plan says, which muster plan --out wrote, and nothing "
                    "else")
        ->type_name("FILE");
    command
        .add_option("--stale", options.stale,
                    "With --plan: what becomes of members that are not as they were when it was made")
        ->check(one_of({"skip", "replan", "stop"}));
    command
        .add_option("--most-stale", options.most_stale,
                    "With --plan: stop if more of its members than that are not as they were")
        ->check(CLI::Validator([](std::string& text) { return check_most_stale(text); }, "SHARE%|NUMBER"));
    command.add_option("--approved-by", options.approved_by,
                       "With --plan: who approved it; the journal keeps that");
    command.add_flag("--again", options.again, "With --plan: although a job has applied it already");
    command.add_flag("--new-key", run.new_key,
                     "With --plan: the key was replaced by another of the same application");
}

std::string mistake_in(CLI::App const& command, apply_options const& options) {
    auto const first_given = [&](std::initializer_list<char const*> names) -> std::string {
        for (auto const* const name : names)
            if (command.get_option(name)->count() > 0) return name;
        return {};
    };
    if (options.file.empty()) {
        auto const lone = first_given({"--stale", "--most-stale", "--approved-by", "--again", "--new-key"});
        if (!lone.empty()) return lone + " is for run --plan FILE";
        return first_given({"SPEC"}).empty() ? "muster run needs SPEC, or --plan FILE" : "";
    }
    auto const settled = first_given(
        {"SPEC", "--set", "--rate", "--concurrency", "--base-url", "--site", "--resume", "--valid-only"});
    if (!settled.empty()) return settled + " cannot be given with --plan, as a plan is done as it was made";
    if (options.stale == "stop" && command.get_option("--most-stale")->count() > 0)
        return "--most-stale cannot be given with --stale stop, which stops at the first";
    return {};
}

core::exit_status apply_plan(apply_options const& o, std::string const& job_id, run_options const& run) {
    launch::store jobs(run.place);
    auto const most = [&o](std::uint64_t planned) {
        return o.stale == "stop" ? 0 : most_of(o.most_stale, planned);
    };
    launch::plan_choices const choices{o.stale == "replan", most, o.approved_by};
    auto job = launch::make_planned_job(jobs.storage(), o.file, choices);
    if (job.of.members == 0) {
        std::cerr << "muster: plan " << launch::short_name(job.of.digest)
                  << " changes nobody: there is nothing to do\n";
        return core::exit_status::ok;
    }
    if (!o.again) refuse_applied(jobs, job.of);
    if (run.new_key) job.from.key.clear();
    return start_job_from(jobs, std::move(job.spec), job_id, run, notices_of(job, o, most(job.of.members)),
                          job.from);
}

} // namespace muster::cli
