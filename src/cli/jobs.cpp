#include "cli/commands.hpp"
#include "cli/jobs_choice.hpp"
#include "cli/made_again.hpp"
#include "cli/option_checks.hpp"
#include "cli/place_option.hpp"
#include "cli/shown.hpp"
#include "cli/status_options.hpp"
#include "cli/terminal.hpp"
#include "core/errors.hpp"
#include "core/time.hpp"
#include "launch/archive.hpp"
#include "launch/removal.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>

namespace muster::cli {

namespace {

using core::exit_status;
using core::job_error;

struct jobs_options {
    jobs_choice choice;
    std::string place; ///< of jobs (launch/job_place.hpp)
    bool dry_run = false;
    bool yes = false;
};

bool confirmed(std::string const& question) {
    auto person = terminal::open();
    if (!person || !person->in_foreground())
        throw job_error(exit_status::usage,
                        "there is no terminal to ask on; with --yes nothing is asked. Nothing was removed.");
    return person->agrees(question);
}

void warn_of_those_made_again(launch::store& jobs, std::vector<chosen_job> const& chosen,
                              core::wall_time now) {
    for (auto const& id : made_again(jobs, chosen, now))
        std::cerr
            << "muster: without job " << id
            << ", muster schedule makes it again, if it still has its spec: no later job tells that its "
               "start is dealt with. To be rid of it for good: muster jobs archive "
            << id << jobs.state_option() << '\n';
}

/// Does `what` to each of the chosen jobs, and prints the line that it gives. `removes` = for good, so that
/// it asks first.
template <class Act>
exit_status each_job(jobs_options const& o, std::string const& verb, bool removes, Act const& what) {
    launch::store jobs(o.place);
    auto const now = std::chrono::system_clock::now();
    auto const chosen = choose(jobs, o.choice, now);
    if (chosen.empty()) {
        std::cerr << "no jobs to " << verb << " in " << shown(jobs.place().name()) << '\n';
        return exit_status::ok;
    }
    if (removes) warn_of_those_made_again(jobs, chosen, now);
    if (o.dry_run) {
        for (auto const& one : chosen)
            std::cout << "would " << verb << ' ' << one.job.id << " (" << to_string(one.job.how)
                      << (one.ended ? ", " + core::to_iso8601(*one.ended) : "") << ")\n";
        return exit_status::ok;
    }
    auto const how_many =
        chosen.size() == 1 ? "job " + chosen.front().job.id : std::to_string(chosen.size()) + " jobs";
    if (removes && !o.yes
        && !confirmed("Remove " + how_many + ", and all records of what was done and what was there before?"))
        throw job_error(exit_status::refused, "not confirmed; nothing was removed");
    try {
        launch::finish_removals(jobs.storage(), jobs.state_directory() / "jobs");
        for (auto const& one : chosen) {
            auto const held = launch::held_job::open(jobs.storage(), jobs.where(one.job.id));
            std::cout << shown(what(jobs, held)) << std::endl; // as it is done, whatever comes after
        }
    } catch (files::io_error const& e) {
        throw job_error(exit_status::internal,
                        std::string(e.what()) + ". What was not told to be done is as it was.");
    }
    return exit_status::ok;
}

exit_status remove(jobs_options const& o) {
    return each_job(o, "remove", true, [](launch::store& jobs, launch::held_job const& held) {
        launch::remove_job(held, jobs.storage());
        return "removed " + held.where().id;
    });
}

exit_status archive(jobs_options const& o) {
    return each_job(o, "archive", false, [](launch::store& jobs, launch::held_job const& held) {
        auto const packed = launch::archive_job(held, jobs.storage(), jobs.archive_of(held.where().id));
        launch::remove_job(held, jobs.storage());
        return "archived " + held.where().id + " as " + packed.string();
    });
}

std::shared_ptr<jobs_options> add_choice(CLI::App& command) {
    auto o = std::make_shared<jobs_options>();
    command.add_option("JOB", o->choice.ids, "The jobs' ids");
    command
        .add_option("--state", o->choice.states,
                    "Instead: all complete, stopped, interrupted or damaged ones")
        ->delimiter(',')
        ->check(one_of({"complete", "stopped", "interrupted", "damaged"}))
        ->allow_extra_args(false);
    command.add_option("--older-than", o->choice.older_than,
                       "Of those, the ones that ended so long ago: 12h, 30d");
    command.add_flag("--force", o->choice.force, "Also jobs that could be resumed, or are damaged");
    command.add_flag("--dry-run", o->dry_run, "Only say what would be done");
    add_place_option(command, o->place);
    return o;
}

constexpr char const* exit_statuses = "Exit status: 0; 2 no such job, or one that --force is needed for "
                                      "(nothing was done); 3 not confirmed; 4 it "
                                      "is\n  running; 70 a file could not be written or removed.";

} // namespace

void add_jobs(CLI::App& app, int& status) {
    auto* const jobs = app.add_subcommand("jobs", "List jobs, archive them, or remove them");
    jobs->require_subcommand(1);
    jobs->footer(std::string("Examples:\n"
                             "  muster jobs list\n"
                             "  muster jobs archive --state complete --older-than 30d\n"
                             "  muster jobs remove free-plan-germany-20260131T010000Z-1a2b\n")
                 + exit_statuses);

    auto listed = std::make_shared<status_options>();
    auto* const list = jobs->add_subcommand("list", "Show all jobs: muster status");
    add_status_options(*list, listed, status);
    list->footer("Examples:\n"
                 "  muster jobs list\n"
                 "  muster jobs list --output csv\n"
                 "Exit status: 0; 2 no such directory; 70 a job's files are damaged.");

    auto* const removing = jobs->add_subcommand("remove", "Remove the directories of jobs");
    auto to_remove = add_choice(*removing);
    removing->add_flag("--yes", to_remove->yes, "Do not ask");
    removing->footer(
        std::string("What a job did, and what was there before, is known from its directory alone: "
                    "archive keeps it.\n"
                    "So is that the start of a schedule was dealt with: the latest job of a schedule\n"
                    "is made again, if its start is not older than catchUpFor.\n"
                    "Examples:\n"
                    "  muster jobs remove free-plan-germany-20260131T010000Z-1a2b\n"
                    "  muster jobs remove --state complete --older-than 30d --yes\n")
        + exit_statuses);
    removing->callback([to_remove, &status] { status = static_cast<int>(remove(*to_remove)); });

    auto* const packing =
        jobs->add_subcommand("archive", "Pack jobs into archive/JOB.tar.zst, and remove them");
    auto to_archive = add_choice(*packing);
    packing->footer(std::string("Unpacked into the directory `jobs` beside it, an archive is the job again.\n"
                                "Examples:\n"
                                "  muster jobs archive --state complete --older-than 30d\n")
                    + exit_statuses);
    packing->callback([to_archive, &status] { status = static_cast<int>(archive(*to_archive)); });
}

} // namespace muster::cli
