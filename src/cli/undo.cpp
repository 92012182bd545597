#include "cli/commands.hpp"
#include "cli/descent_options.hpp"
#include "cli/job_runner.hpp"
#include "cli/option_checks.hpp"
#include "cli/outcome_option.hpp"
#include "cli/show_plan.hpp"
#include "cli/shown.hpp"
#include "core/read_json.hpp"
#include "filter/filter.hpp"
#include "launch/deed_job.hpp"
#include "launch/store.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <iostream>
#include <memory>

namespace muster::cli {

using core::exit_status;
using core::job_error;

namespace {

struct undo_options : descent_options {
    std::vector<std::string> outcomes{"done", "unknown"};
    std::string where; ///< JSON; empty = of anybody
    bool force = false;
    bool only_plan = false;
    engine::preview_choices look; ///< of the plan
};

launch::undo_choices choices_of(undo_options const& o) {
    launch::undo_choices c;
    c.wanted = [&o](journal::member_settled const& s) { return is_among(o.outcomes, s.outcome); };
    c.force = o.force;
    if (o.where.empty()) return c;
    boost::system::error_code error;
    c.where = core::read_json(o.where, error);
    if (error)
        throw job_error(exit_status::usage,
                        "--where is to be JSON: " + error.message() + ". Nothing was sent.");
    filter::fix_relative_dates(*c.where, std::chrono::system_clock::now());
    return c;
}

exit_status undo(undo_options const& o) {
    launch::store jobs(o.run.place);
    auto back = launch::make_undo(jobs, o.job, choices_of(o));
    auto const left_out = std::to_string(back.left_out) + " of " + std::to_string(back.left_out + back.deeds)
                          + " changes of job " + o.job + " cannot be undone: " + back.why_left_out
                          + "; what the members held before: muster results " + o.job + jobs.state_option()
                          + " --output jsonl";
    if (back.deeds == 0) {
        if (back.left_out > 0) throw job_error(exit_status::usage, left_out + ". Nothing was sent.");
        if (!o.run.log.quiet)
            std::cerr << "muster: job " << o.job << " changed nobody: there is nothing to take back\n";
        return exit_status::ok;
    }
    if (o.run.new_key) back.from.key.clear();
    if (o.only_plan) {
        if (back.left_out > 0) std::cerr << "muster: " << shown(left_out) << '\n';
        auto look = o.look;
        look.ignore_windows = o.run.ignore_window;
        return show_plan(std::move(back.spec), look, {o.run.output}, back.from);
    }
    auto const count = std::to_string(back.deeds) + (back.deeds == 1 ? " change" : " changes");
    std::vector<notice> said{{false, false, "takes " + count + " of job " + o.job + " back"}};
    if (back.left_out > 0) said.push_back({true, false, left_out});
    if (back.of_unfinished)
        said.push_back(
            {true, false,
             "job " + o.job
                 + " is not complete: what it has done so far is taken back, and a resume of it, or "
                   "run --resume, goes on with the rest"});
    return start_job_from(jobs, std::move(back.spec), o.job_id, o.run, std::move(said), back.from);
}

} // namespace

void add_undo(CLI::App& app, int& status) {
    auto o = std::make_shared<undo_options>();
    auto* const command = app.add_subcommand("undo", "Take back what a job did, in a new job");
    add_descent_options(*command, *o);
    command->add_flag("--plan", o->only_plan, "Show what would be taken back, and change nothing");
    command->add_option("--examples", o->look.examples, "With --plan: how many members to show")
        ->check(whole_number(0, 1'000'000))
        ->capture_default_str();
    command->add_option("--where", o->where,
                        "Only of members that are so now: a where, as a spec has it, in JSON");
    add_outcome_option(*command, o->outcomes, {"done", "unknown"},
                       "Of members whose outcome is one of these: done, unknown (default: both); those who "
                       "were left in doubt are always looked at");
    command->add_flag("--force-conflicts", o->force, "Overwrite also what others changed since");
    command->footer(
        "Each member is looked at first, field by field: what is as the job wrote it becomes what it was\n"
        "before; what is as before already is left; where somebody changed it since, the member fails with\n"
        "the code conflict, and nothing is sent for it. A plan that was added is removed, one that was\n"
        "removed is added; whoever was made is deleted, if it is certain that the job made them, and they "
        "are\n"
        "still known by the same address or reference. Deletions, Publisher's upserts and raw requests\n"
        "cannot be undone.\n"
        "To take an undo back, undo it.\n"
        "Examples:\n"
        "  muster undo free-plan-germany-20260131T010000Z-1a2b --plan\n"
        "  muster undo free-plan-germany-20260131T010000Z-1a2b\n"
        "  muster undo JOB --where '{\"customFields.country\": {\"equals\": \"Germany\"}}'\n"
        "Exit status: as of run; 0 also if there is nothing to take back.");
    command->callback([o, &status] { status = static_cast<int>(undo(*o)); });
}

} // namespace muster::cli
