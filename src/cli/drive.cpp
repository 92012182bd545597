#include "cli/drive.hpp"

#include "async/stop_signals.hpp"
#include "cli/display.hpp"
#include "cli/late_watch.hpp"
#include "cli/log_ends.hpp"
#include "cli/verify_at_end.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "engine/run.hpp"
#include "launch/conclusion.hpp"
#include "launch/environment.hpp"
#include "launch/job_spec.hpp"
#include "launch/opening.hpp"
#include "launch/standing.hpp"
#include "service/advice.hpp"
#include "service/control.hpp"
#include "service/notices.hpp"
#include "service/start.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace muster::cli {

namespace asio = boost::asio;
using core::exit_status;

namespace {

constexpr std::chrono::milliseconds refresh_every{200};

/// Turns the signals that ask for a stop into one. The second that is meant so ends the process at once: not
/// a SIGHUP, which comes twice when a terminal is closed, from the kernel and from the shell, and after a
/// SIGTERM from service managers.
class signal_watch {
public:
    /// `resume` = the command that goes on with the job.
    signal_watch(asio::io_context& loop, engine::run& work, display& screen, std::string resume)
        : signals_(loop),
          work_(work),
          screen_(screen),
          resume_(std::move(resume)) {
        async::add_stop_signals(signals_);
        wait();
    }
    void cancel() { signals_.cancel(); }
    /// After cancel(): whoever asks once more now ends the process. Not by SIGHUP, which comes twice.
    void let_go() {
        signals_.remove(SIGINT);
        signals_.remove(SIGTERM);
    }

private:
    void wait() {
        signals_.async_wait([this](boost::system::error_code error, int number) {
            if (!error) got(number);
        });
    }

    void got(int number) {
        if (asked_ && number == SIGHUP) return wait();
        if (asked_) {
            screen_.notice(engine::observer::level::warning, "stopped at once; to go on: " + resume_);
            std::_Exit(static_cast<int>(exit_status::stopped)); // the journal is made for being cut anywhere
        }
        asked_ = true;
        screen_.notice(engine::observer::level::warning,
                       "stopping: what is in flight is finished first (10 s at most; again to stop at once)");
        work_.request_stop(std::string(async::describe_stop_signal(number)),
                           engine::stop_reason::kind::signal);
        wait();
    }

    asio::signal_set signals_;
    engine::run& work_;
    display& screen_;
    std::string resume_;
    bool asked_ = false;
};

/// Shows how the run gets on, and has it told if the job will not end in its window.
asio::awaitable<void> refresh(display& screen, engine::run& work, late_watch* late, async::timekeeper& time,
                              async::stop& ended) {
    while (!ended.requested()) {
        auto const now = work.snapshot();
        auto const ahead = work.forecast();
        screen.update(now, ahead, time.now());
        if (late != nullptr) late->look(now, ahead);
        co_await time.sleep_until(time.now() + refresh_every, ended);
    }
}

void say_first(run_log& log, std::vector<notice> const& first) {
    for (auto const& each : first) {
        log_entry entry{"notice", each.text, {{"message", each.text}}};
        if (each.shown) entry.on_terminal.emplace();
        log.write(each.warning ? log_level::warning : log_level::info, entry);
    }
}

/// How the job stands, for those who are told.
service::news news_of(launch::conclusion const& end, run_report const& report, spec::spec const& spec,
                      std::uint64_t run) {
    using event = spec::notify::event;
    service::news n;
    n.status = static_cast<int>(end.status);
    if (end.complete)
        n.now = end.status == exit_status::ok ? event::complete : event::failed;
    else if (end.status == exit_status::ok || end.status == exit_status::members_failed
             || end.status == exit_status::stopped)
        n.now = event::stopped;
    else
        n.now = event::failed;
    n.spec_name = spec.name;
    n.job_id = report.job_id;
    n.run = run;
    n.reason = end.reason;
    n.totals = report.end.totals;
    n.next = report.advice;
    n.at = std::chrono::system_clock::now();
    return n;
}

/// Where it stands what was told of the spec's job before; empty = there is none, or it cannot be looked for.
std::filesystem::path told_before(launch::store& jobs, spec::spec const& spec, std::string const& id) {
    try {
        std::vector<std::string> ids;
        for (auto const& each : jobs.all()) ids.push_back(each.id);
        auto const before = service::job_before(spec.name, id, ids);
        return before ? jobs.where(*before).told() : std::filesystem::path();
    } catch (std::exception const&) { // it is about words alone
        return {};
    }
}

/// The run goes on without it where it cannot be had.
void begin_control(service::control& hand, display& screen) {
    try {
        hand.listen();
    } catch (std::exception const& e) {
        screen.notice(engine::observer::level::warning,
                      "this run cannot be watched, paused or stopped by other commands: "
                          + std::string(e.what()));
    }
}

} // namespace

drive_result drive(launch::store& jobs, launch::ready_job job, run_options const& options,
                   std::vector<notice> const& first) {
    std::signal(SIGPIPE, SIG_IGN); // whoever reads what we print may go away; the job goes on
    auto& found = job.found;
    bool const for_programs = options.log.json && ::isatty(STDERR_FILENO) == 0;
    display screen(default_style(options.log.quiet || for_programs));
    screen.log_to(options.log);
    auto const torn = found.torn;
    launch::environment world(job.spec, job.key, job.held.storage(),
                              jobs.place().is_shared() ? &jobs.place().address() : nullptr);
    auto& loop = world.loop();
    auto& time = world.time();
    auto opening = launch::opening_of(found.folded, job.key, time.wall_now());
    opening.ignores_windows = options.ignore_window && job.spec.windows.any();
    opening.live =
        !job.spec.live && !job.spec.sink && job.spec.platform->is_live(job.key, job.spec.at.base_url);
    auto const& id = job.held.where().id;
    auto const resume = "muster resume " + id + jobs.state_option();
    screen.log().identify(id, opening.run);
    screen.log().write(log_level::info, first_entry(job.spec, id, opening.run, resume));
    say_first(screen.log(), first);
    if (torn > 0)
        screen.notice(engine::observer::level::info, "the last write of the run before was cut short; its "
                                                         + std::to_string(torn)
                                                         + " bytes are kept beside the journal");
    std::optional<service::notices> notices;
    if (job.spec.notify)
        notices.emplace(*job.spec.notify, [&](std::string const& trouble) {
            screen.notice(engine::observer::level::warning, trouble);
        });
    std::optional<late_watch> late;
    if (notices) {
        notices->begun(id, opening.run);
        notices->follows(told_before(jobs, job.spec, id));
        late.emplace(*notices, job, opening.run, jobs.state_option());
    }
    engine::run_choices choices;
    choices.limit = launch::limit_of_run(options.limit, job.spec.limit, found.folded);
    choices.past_canary = options.past_canary;
    choices.at_most = options.at_most ? options.at_most : job.spec.at_most;
    choices.ignore_windows = options.ignore_window;
    choices.sink_address = job.sink_address;
    choices.waits = options.wait;
    auto with = world.surroundings(screen);
    with.lock = &job.held.lock();
    engine::run work(with, job.spec, job.held.where(), std::move(found), choices);
    signal_watch signals(loop, work, screen, resume);

    service::control hand(loop.get_executor(), work, job.held, time);
    begin_control(hand, screen);

    async::stop ended;
    std::exception_ptr error;
    engine::run_result result;
    auto const started = time.now();
    asio::co_spawn(loop, work.execute(opening), [&](std::exception_ptr e, engine::run_result r) {
        error = e;
        result = std::move(r);
        signals.cancel();
        auto const how = launch::conclude(result, error, work.snapshot().totals);
        hand.end(how.complete, how.reason);
        ended.request();
    });
    asio::co_spawn(loop, refresh(screen, work, late ? &*late : nullptr, time, ended), asio::detached);
    loop.run();
    screen.clear();

    run_report report;
    report.job_id = id;
    report.end = work.snapshot();
    report.took = time.now() - started;
    report.bytes_written = work.recorder().bytes_written();
    report.failures = screen.failures();
    auto end = launch::conclude(result, error, report.end.totals);
    report.state = end.complete ? "complete" : "stopped";
    report.reason = end.reason;
    report.advice = service::advice_for(job.held.storage(), job.held.where(), work.recorder().state(),
                                        jobs.state_option());
    report.ahead =
        engine::forecast_after(work.recorder().state(), job.spec.windows, job.spec.pace, time.wall_now());
    auto const where = job.held.where();
    if (end.complete && job.spec.verify) {
        { auto const let_go = std::move(job.held); }
        auto const bad = verify_at_end(jobs, where, *job.spec.verify, options.ignore_window, report, end);
        if (!bad.empty()) screen.notice(engine::observer::level::warning, bad);
    }
    screen.log().write(log_level::info, last_entry(report));
    if (late && result.stopped_for(engine::stop_reason::kind::window)) late->look(report.end, report.ahead);
    // A night's end is no news but that it is late, nor is a used-up quota: the job goes on the next night,
    // or hour.
    bool const goes_on = result.stopped_for(engine::stop_reason::kind::window)
                         || result.stopped_for(engine::stop_reason::kind::quota);
    if (notices && !goes_on) {
        signals.let_go();
        screen.log().flush();
        service::patience patience;
        if (result.stopped_for(engine::stop_reason::kind::signal))
            patience = {1, {}, std::chrono::seconds(2)}; // service managers wait so long, and no longer
        notices->tell(news_of(end, report, job.spec, opening.run), jobs.storage(), where.told(), patience);
    }
    return {std::move(report), end.status};
}

drive_result result_of_complete(launch::store& jobs, journal::directory const& where,
                                run_options const& options) {
    auto const folded = launch::standing_of(jobs.storage(), where).folded;
    run_report report;
    report.job_id = where.id;
    report.state = "complete";
    report.end.seen = folded.seen();
    report.end.matched = folded.matched();
    report.end.totals = folded.totals();
    if (folded.ending()) report.reason = folded.ending()->reason;
    report.advice = service::advice_for(jobs.storage(), where, folded, jobs.state_option());
    engine::run_result result{true, {}};
    if (folded.ending() && folded.ending()->cause == journal::ending_withheld)
        result.withheld = report.reason;
    auto end = launch::conclude(result, nullptr, report.end.totals);
    auto const spec = launch::read_job_spec(jobs.storage(), where, *folded.job());
    // It may have been killed before, or while, it looked.
    if (spec.verify) verify_at_end(jobs, where, *spec.verify, options.ignore_window, report, end);
    return {std::move(report), end.status};
}

} // namespace muster::cli
