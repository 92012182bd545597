#include "cli/columns.hpp"
#include "cli/commands.hpp"
#include "cli/place_option.hpp"
#include "cli/progress_line.hpp"
#include "cli/shown.hpp"
#include "cli/told_by_run.hpp"
#include "core/errors.hpp"
#include "launch/standing.hpp"
#include "launch/store.hpp"
#include "service/run_line.hpp"
#include "service/status_of_run.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>

#include <iostream>
#include <map>
#include <memory>
#include <thread>
#include <unistd.h>

namespace muster::cli {

namespace {

namespace json = boost::json;
using core::exit_status;
using launch::standing;

struct watch_options {
    std::string job;
    bool all = false;
    std::string place; ///< of jobs (launch/job_place.hpp)
};

constexpr std::chrono::seconds look_every{1};

bool on_terminal() {
    return ::isatty(STDOUT_FILENO) != 0;
}

std::string line_of(json::object const& told, std::size_t room) {
    bool const bar = on_terminal();
    return shown(progress_line(progress_of(told), sent_per_second(told), forecast_of_run(told), room, bar));
}

std::string state_line(standing const& job) {
    return job.id + " " + std::string(to_string(job.how)) + (job.reason.empty() ? "" : ": " + job.reason);
}

/// Shows one run's progress in one place, or, in a pipe, a line for each change, one a second at most.
class one_line {
public:
    void show(json::object const& told) {
        auto const now = std::chrono::steady_clock::now();
        if (on_terminal()) {
            std::cout << '\r' << line_of(told, terminal_columns(STDOUT_FILENO).value_or(80) - 1) << "\033[K"
                      << std::flush;
            drawn_ = true;
            return;
        }
        auto const line = line_of(told, 500);
        if (line == last_ || (!last_.empty() && now - said_ < look_every)) return;
        last_ = line;
        said_ = now;
        std::cout << line << std::endl;
    }
    void clear() {
        if (drawn_) std::cout << "\r\033[K" << std::flush;
        drawn_ = false;
    }

private:
    core::instant said_{};
    bool drawn_ = false;
    std::string last_;
};

/// How the job stands, once its run has let go of it, or after some seconds.
standing settled_standing(launch::store& jobs, journal::directory const& where) {
    auto job = launch::standing_of(jobs.storage(), where, launch::scrutiny::newest);
    for (int i = 0; i < 30 && job.how == standing::kind::running; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        job = launch::standing_of(jobs.storage(), where, launch::scrutiny::newest);
    }
    return job;
}

exit_status watch_one(launch::store& jobs, std::string const& id) {
    auto const where = jobs.find(id);
    one_line screen;
    if (jobs.storage().is_locked(where.lock())) {
        try {
            auto const longest = std::chrono::seconds(10);
            service::follow_run(jobs, where, longest, [&](std::string_view name, std::string_view data) {
                boost::system::error_code error;
                auto const told = json::parse(data, error);
                if (error || !told.is_object()) return true;
                screen.show(told.get_object());
                return name != "end" && std::cout.good();
            });
        } catch (service::client_error const& e) {
            screen.clear();
            if (e.why() == service::client_error::kind::denied)
                throw core::job_error(exit_status::refused,
                                      "job " + id + " belongs to another user: " + e.what());
            if (jobs.storage().is_locked(where.lock()))
                throw core::job_error(exit_status::busy,
                                      "job " + id + " runs, and cannot be watched: " + std::string(e.what())
                                          + ". muster status " + id + jobs.state_option()
                                          + " tells what its journal knows.");
        }
    }
    screen.clear();
    std::cout << shown(state_line(settled_standing(jobs, where))) << std::endl;
    return exit_status::ok;
}

/// A line for each running job, until none is left. A job that ended gets one last line.
exit_status watch_all(launch::store& jobs) {
    bool const terminal = on_terminal();
    std::size_t drawn = 0;
    std::map<std::string, std::string> lines; // of the jobs that were seen to run
    for (bool first = true;; first = false) {
        std::map<std::string, std::string> now;
        std::vector<journal::directory> running;
        jobs.look_at_all(launch::job_part::names, [&](files::storage& seen, journal::directory const& where) {
            if (seen.is_locked(where.lock())) running.push_back(where);
        });
        for (auto const& where : running) {
            auto const told = service::status_of_run(jobs, where, longest_answer);
            auto const columns = terminal ? terminal_columns(STDOUT_FILENO).value_or(80) - 1 : 500;
            auto const id = where.id + "  ";
            auto const room = columns > id.size() + 10 ? columns - id.size() : 10;
            now[where.id] = cut_to(id + (told ? line_of(*told, room) : "running"), columns);
        }
        if (terminal && drawn > 0) std::cout << "\033[" << drawn << "A\033[J";
        for (auto const& [id, line] : lines)
            if (!now.contains(id))
                std::cout << shown(state_line(settled_standing(jobs, jobs.where(id)))) << '\n';
        for (auto const& [id, line] : now)
            if (terminal || lines[id] != line) std::cout << line << '\n';
        std::cout << std::flush;
        drawn = now.size();
        lines = std::move(now);
        if (first && lines.empty()) std::cerr << "no job is running\n";
        if (lines.empty() || !std::cout.good()) return exit_status::ok;
        std::this_thread::sleep_for(look_every);
    }
}

} // namespace

void add_watch(CLI::App& app, int& status) {
    auto o = std::make_shared<watch_options>();
    auto* const command =
        app.add_subcommand("watch", "Show the progress of a job that runs elsewhere, or of all");
    auto* const job = command->add_option("JOB", o->job, "The job's id; without it, all that run");
    command->add_flag("--all", o->all, "All that run, a line each")->excludes(job);
    add_place_option(*command, o->place);
    command->footer("It ends with the run, and says how that ended; Ctrl-C ends the watching alone.\n"
                    "Examples:\n"
                    "  muster watch free-plan-germany-20260131T010000Z-1a2b\n"
                    "  muster watch\n"
                    "Exit status: 0; 2 no such job; 3 it belongs to another user; 4 it runs, and cannot be "
                    "reached.");
    command->callback([o, &status] {
        launch::store jobs(o->place);
        status = static_cast<int>(o->job.empty() ? watch_all(jobs) : watch_one(jobs, o->job));
    });
}

} // namespace muster::cli
