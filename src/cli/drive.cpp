#include "cli/drive.hpp"

#include "cli/connection.hpp"
#include "cli/display.hpp"
#include "cli/rates.hpp"
#include "core/redact.hpp"
#include "engine/run.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <spdlog/logger.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <random>
#include <unistd.h>

namespace muster::cli {

namespace asio = boost::asio;
using core::exit_status;

namespace {

constexpr std::chrono::milliseconds refresh_every{200};

/// Turns SIGINT and SIGTERM into a stop.
class signal_watch {
public:
    signal_watch(asio::io_context& loop, engine::run& work, display& screen, std::string job_id)
        : signals_(loop, SIGINT, SIGTERM),
          work_(work),
          screen_(screen),
          job_id_(std::move(job_id)) {
        wait();
    }
    void cancel() { signals_.cancel(); }

private:
    void wait() {
        signals_.async_wait([this](boost::system::error_code error, int number) {
            if (!error) got(number);
        });
    }

    void got(int number) {
        if (asked_) {
            screen_.clear();
            std::fprintf(stderr, "muster: stopped at once; to go on: muster resume %s\n", job_id_.c_str());
            std::_Exit(static_cast<int>(exit_status::stopped)); // the journal is made for being cut anywhere
        }
        asked_ = true;
        screen_.notice(engine::observer::level::warning,
                       "stopping: what is in flight is finished first (10 s at most; again to stop at once)");
        work_.request_stop(number == SIGINT ? "interrupted (SIGINT)" : "terminated (SIGTERM)");
        wait();
    }

    asio::signal_set signals_;
    engine::run& work_;
    display& screen_;
    std::string job_id_;
    bool asked_ = false;
};

asio::awaitable<void> refresh(display& screen, engine::run& work, async::timekeeper& time,
                              async::stop& ended) {
    while (!ended.requested()) {
        screen.update(work.snapshot(), time.now());
        co_await time.sleep_until(time.now() + refresh_every, ended);
    }
}

std::string advice_for(run_report const& r, bool failed, bool canary_failed,
                       std::string const& state_option) {
    bool const nothing_yet = r.end.seen == 0 && r.end.totals.settled() == 0;
    auto const resume = "muster resume " + r.job_id + state_option;
    if (r.state != "complete" && nothing_yet && failed)
        return "mend that, then " + resume + "; if the spec has to change, start a new job";
    if (canary_failed)
        return "muster results " + r.job_id + state_option + "; to go on all the same: " + resume + " --yes";
    if (r.state != "complete") return resume;
    auto const list = "muster results " + r.job_id + state_option + " --outcome ";
    if (r.end.totals.of(core::outcome::failed) > 0) return list + "failed";
    if (r.end.totals.of(core::outcome::unknown) > 0) return list + "unknown";
    return {};
}

/// How many members this run may settle: the least of what the command line says and of what the spec's
/// `limit`, which is for the whole job, leaves. nullopt = any number.
std::optional<std::uint64_t> limit_of_run(std::optional<std::uint64_t> of_run,
                                          std::optional<std::uint64_t> of_job, journal::state const& so_far) {
    if (!of_job) return of_run;
    auto const left = *of_job - std::min(*of_job, so_far.totals().settled() + so_far.pending().size());
    return std::min(left, of_run.value_or(left));
}

/// The status that a run's end amounts to; puts what stopped it into the report.
exit_status conclude(run_report& report, engine::run_result const& result, std::exception_ptr const& error) {
    report.state = result.complete ? "complete" : "stopped";
    if (result.stopped) report.reason = result.stopped->words;
    if (error) {
        try {
            std::rethrow_exception(error);
        } catch (core::job_error const& e) {
            report.reason = core::redact(e.what());
            return e.status();
        } catch (std::bad_alloc const&) {
            report.reason = "there is no memory left";
            return exit_status::stopped;
        } catch (std::exception const& e) {
            report.reason = "internal error: " + core::redact(e.what());
            return exit_status::internal;
        }
    }
    bool const as_asked = result.complete || result.stopped_for(engine::stop_reason::kind::limit);
    if (!as_asked) return exit_status::stopped;
    auto const& totals = report.end.totals;
    bool const some_failed = totals.of(core::outcome::failed) + totals.of(core::outcome::unknown) > 0;
    return some_failed ? exit_status::members_failed : exit_status::ok;
}

} // namespace

drive_result drive(held_job& held, spec::spec const& job, std::string const& key, journal::replayed found,
                   run_options const& options) {
    display screen(default_style(options.log.quiet));
    screen.log_to(make_logger(options.log, [&](std::string const& line) { screen.write_line(line); }));
    if (found.torn > 0)
        screen.notice(engine::observer::level::info, "the last write of the run before was cut short; its "
                                                         + std::to_string(found.torn)
                                                         + " bytes are kept beside the journal");

    asio::io_context loop(1);
    http::client transport(loop.get_executor(), client_options_for(job, key));
    auto const rates = make_rates(job, transport.host_and_port());
    async::system_time time;
    async::worker_thread blocking(loop.get_executor());
    std::mt19937_64 random(std::random_device{}());
    auto const uniform01 = [&random] { return std::uniform_real_distribution<>()(random); };
    engine::surroundings const with{loop.get_executor(), transport, *rates,   blocking, time,
                                    held.storage(),      screen,    uniform01};
    journal::run_started const opening{found.folded.runs() + 1, ::getpid(), host_name(),
                                       core::to_iso8601(time.wall_now())};
    auto const limit = limit_of_run(options.limit, job.limit, found.folded);
    engine::run work(with, job, held.where(), std::move(found), {limit, options.yes});
    signal_watch signals(loop, work, screen, held.where().id);

    drive_result outcome;
    async::stop ended;
    std::exception_ptr error;
    engine::run_result result;
    auto const started = time.now();
    asio::co_spawn(loop, work.execute(opening), [&](std::exception_ptr e, engine::run_result r) {
        error = e;
        result = std::move(r);
        signals.cancel();
        ended.request();
    });
    asio::co_spawn(loop, refresh(screen, work, time, ended), asio::detached);
    loop.run();
    screen.clear();

    auto& report = outcome.report;
    report.job_id = held.where().id;
    report.end = work.snapshot();
    report.took = time.now() - started;
    report.bytes_written = work.recorder().bytes_written();
    report.failures = screen.failures();
    outcome.status = conclude(report, result, error);
    report.advice = advice_for(report, error != nullptr,
                               result.stopped_for(engine::stop_reason::kind::canary), state_option(options));
    return outcome;
}

} // namespace muster::cli
