#include "cli/columns.hpp"
#include "cli/commands.hpp"
#include "cli/job_views.hpp"
#include "cli/option_checks.hpp"
#include "cli/place_option.hpp"
#include "cli/shown.hpp"
#include "cli/status_options.hpp"
#include "cli/told_by_run.hpp"
#include "core/errors.hpp"
#include "launch/descent.hpp"
#include "launch/forecast.hpp"
#include "launch/standing.hpp"
#include "launch/store.hpp"
#include "service/status_of_run.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <unistd.h>

namespace muster::cli {

namespace {

namespace json = boost::json;
using launch::standing;
using service::job_view;

/// What is to be known of a job beside its journal: what its run tells, and its spec.
void look_ahead(launch::store& jobs, job_view& v, core::wall_time now) {
    if (v.job.how == standing::kind::running) {
        auto const told = service::status_of_run(jobs, jobs.where(v.job.id), longest_answer);
        if (!told) return;
        v.now = words_of_run(*told);
        v.held = holds_all(progress_of(*told));
        v.ahead = forecast_of_run(*told);
    } else if (v.job.how == standing::kind::stopped) {
        v.ahead = launch::forecast_of(jobs.storage(), jobs.where(v.job.id), v.job.folded, now);
    }
}

/// Newest first: that is the one that one asks about.
std::vector<job_view> look(launch::store& jobs, std::string const& id) {
    auto const now = std::chrono::system_clock::now();
    std::vector<job_view> views;
    auto const option = jobs.state_option();
    if (!id.empty()) {
        views.push_back(service::view_of(jobs.storage(), jobs.find_remains(id), option, now));
        look_ahead(jobs, views.front(), now);
        views.front().made_from = launch::jobs_made_from(jobs, id);
        return views;
    }
    jobs.look_at_all(launch::job_part::standing, [&](files::storage& seen, journal::directory const& where) {
        views.push_back(service::view_of(seen, where, option, now, launch::scrutiny::newest));
    });
    std::stable_sort(views.begin(), views.end(),
                     [](job_view const& a, job_view const& b) { return a.started() > b.started(); });
    return views;
}

void print(std::vector<job_view> const& views, status_options const& o) {
    if (o.output == "csv") {
        std::cout << as_csv(views);
    } else if (o.output == "jsonl") {
        for (auto const& v : views) std::cout << shown_json(json::serialize(service::as_json(v))) << '\n';
    } else if (o.output == "json") {
        json::array all;
        for (auto const& v : views) all.push_back(service::as_json(v));
        std::cout << shown_json(json::serialize(o.job.empty() ? json::value(all) : all.front())) << '\n';
    } else if (!o.job.empty()) {
        std::cout << shown(details(views.front(), ::isatty(STDOUT_FILENO) != 0));
    } else {
        std::cout << as_list(views, terminal_columns(STDOUT_FILENO));
    }
}

core::exit_status status_of(status_options const& o) {
    launch::store jobs(o.place);
    auto const views = look(jobs, o.job);
    print(views, o);
    if (views.empty()) std::cerr << "no jobs in " << shown(jobs.place().name()) << '\n';
    bool const damaged = std::any_of(views.begin(), views.end(),
                                     [](job_view const& v) { return v.job.how == standing::kind::damaged; });
    return damaged ? core::exit_status::internal : core::exit_status::ok;
}

} // namespace

void add_status_options(CLI::App& command, std::shared_ptr<status_options> const& o, int& status) {
    add_place_option(command, o->place);
    command.add_option("--output", o->output, "table, csv, jsonl (an object a line) or json")
        ->check(one_of({"table", "csv", "jsonl", "json"}));
    command.callback([o, &status] { status = static_cast<int>(status_of(*o)); });
}

void add_status(CLI::App& app, int& status) {
    auto o = std::make_shared<status_options>();
    auto* const command = app.add_subcommand("status", "Show all jobs, newest first, or one");
    command->add_option("JOB", o->job, "The job's id; without it, all jobs");
    add_status_options(*command, o, status);
    command->footer("A job is running, complete, stopped (on purpose, or by an error), interrupted (killed), "
                    "or damaged.\n"
                    "Examples:\n"
                    "  muster status\n"
                    "  muster status free-plan-germany-20260131T010000Z-1a2b --output json\n"
                    "Exit status: 0; 2 no such job, or no such directory; 70 a job's files are damaged.");
}

} // namespace muster::cli
