#include "cli/commands.hpp"
#include "cli/log.hpp"
#include "cli/option_checks.hpp"
#include "cli/place_option.hpp"
#include "cli/program_beside.hpp"
#include "cli/schedule_list.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"
#include "launch/store.hpp"
#include "service/metrics.hpp"
#include "service/supervisor.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <csignal>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>

namespace muster::cli {

namespace {

using core::exit_status;

struct schedule_options {
    std::vector<std::string> places;
    std::string place; ///< of jobs (launch/job_place.hpp)
    std::optional<std::uint64_t> most_jobs;
    bool list = false;
    bool once = false;
    bool live = false;
    bool yes = false;
    std::string listen;   ///< for the page; empty = there is none
    std::string textfile; ///< for metrics; empty = there is none
    std::string output = "table";
    log_settings log;
};

/// What every run is given besides its job.
std::vector<std::string> options_of_run(schedule_options const& o) {
    std::vector<std::string> words;
    if (o.live) words.emplace_back("--live");
    if (o.yes) words.emplace_back("--yes");
    if (o.log.json) words.insert(words.end(), {"--log-format", "json"});
    return words;
}

/// What the page is begun with, beside the supervisor.
std::vector<std::string> arguments_of_page(schedule_options const& o) {
    std::vector<std::string> words{"--listen=" + o.listen};
    if (o.live) words.emplace_back("--live");
    for (auto& each : launch::job_place::options_for(o.place)) words.push_back(std::move(each));
    if (o.log.json) words.emplace_back("--log-format=json");
    if (o.log.quiet) words.emplace_back("--quiet");
    words.emplace_back("--");
    words.insert(words.end(), o.places.begin(), o.places.end());
    return words;
}

std::vector<std::string> arguments_of_metrics(schedule_options const& o) {
    constexpr auto every = std::chrono::duration_cast<std::chrono::seconds>(service::metrics_every);
    std::vector<std::string> words{"--textfile=" + o.textfile, "--every=" + std::to_string(every.count())};
    for (auto& each : launch::job_place::options_for(o.place)) words.push_back(std::move(each));
    return words;
}

exit_status supervise(schedule_options const& o) {
    std::signal(SIGPIPE, SIG_IGN); // whoever reads our log may go away
    launch::store jobs(o.place);
    run_log log(o.log, [](std::string const& line) { std::cerr << line << std::flush; });
    std::mutex one_at_a_time; // those beside us have threads that tell, too
    auto const tell = [&](bool warning, std::string const& text) {
        std::lock_guard const alone(one_at_a_time);
        log_entry const entry{"schedule", text, {{"message", text}}};
        log.write(warning ? log_level::warning : log_level::info, entry);
    };
    service::supervisor work(jobs, o.places, {o.once, options_of_run(o), o.most_jobs}, tell);
    std::optional<program_beside> page, metrics;
    if (!o.listen.empty()) page.emplace("web", arguments_of_page(o), tell);
    if (!o.textfile.empty()) metrics.emplace("metrics", arguments_of_metrics(o), tell);
    return work.run() ? exit_status::ok : exit_status::usage;
}

exit_status list(schedule_options const& o) {
    launch::store jobs(o.place);
    return print_schedule(jobs, o.places, o.output == "json") ? exit_status::ok : exit_status::usage;
}

} // namespace

void add_schedule(CLI::App& app, int& status) {
    auto o = std::make_shared<schedule_options>();
    auto* const command =
        app.add_subcommand("schedule", "Start and resume the jobs of specs by their timetables");
    command->add_option("SPEC", o->places, "Specs, and directories with specs (*.json) in them")->required();
    add_place_option(*command, o->place);
    auto* const once = command->add_flag("--once", o->once, "Do what is due now, then end: for cron");
    command->add_flag("--list", o->list, "Show the next five starts of each spec, and why none is made now")
        ->excludes(once);
    command->add_option("--output", o->output, "The form of --list: table or json")
        ->check(one_of({"table", "json"}))
        ->capture_default_str();
    command->add_option("--most-jobs", o->most_jobs, "Work on at most N jobs at once on this host")
        ->check(whole_number(1, 10'000));
    command->add_flag("--live", o->live, "Allow keys that work on real members");
    command->add_flag("--yes", o->yes, "Answer questions with yes: real members are to be changed");
    command->add_option("--textfile", o->textfile, "Keep metrics up to date in this file: muster metrics")
        ->excludes(once);
    command->add_option("--listen", o->listen, "ADDRESS:PORT of a page beside it: muster web")
        ->excludes(once);
    command->add_flag("--quiet", o->log.quiet, "Warnings only");
    command->add_option("--log-file", o->log.file, "Log to this file too");
    command
        ->add_option_function<std::string>(
            "--log-format", [o](std::string const& form) { o->log.json = form == "json"; },
            "The log's form: text or json")
        ->check(one_of({"text", "json"}));
    command->footer("A spec says in \"schedule\" when its jobs start. Each runs as a process of its\n"
                    "own; one that is killed, or whose window closes, is resumed. SIGHUP reads\n"
                    "all specs anew; SIGTERM stops the jobs, and then ends. Whoever is killed,\n"
                    "the next muster schedule goes on.\n"
                    "Examples:\n"
                    "  muster schedule /etc/muster\n"
                    "  muster schedule /etc/muster --listen 127.0.0.1:8080\n"
                    "  muster schedule --list jobs/nightly.json\n"
                    "Exit status: 0; 2 bad command line, or, with --once or --list, a bad spec or\n"
                    "  none; 4 another muster schedule looks after this state directory.");
    command->callback([o, &status] { status = static_cast<int>(o->list ? list(*o) : supervise(*o)); });
}

} // namespace muster::cli
