#include "cli/job_runner.hpp"

#include "cli/connection.hpp"
#include "cli/display.hpp"
#include "cli/rates.hpp"
#include "cli/summary.hpp"
#include "core/redact.hpp"
#include "engine/job.hpp"
#include "spec/read.hpp"
#include "spec/secret.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/json/serialize.hpp>
#include <spdlog/spdlog.h>

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <random>

namespace muster::cli {

namespace asio = boost::asio;
using core::exit_status;
using core::job_error;

namespace {

/// The job's files, locked for this process.
struct held_job {
    journal::posix_storage files;
    journal::directory where;
    std::unique_ptr<journal::file_lock> lock;

    explicit held_job(journal::directory d) : where(std::move(d)) {}

    void take_lock() {
        char host[256] = "";
        ::gethostname(host, sizeof host - 1);
        auto const text = "{\"pid\":" + std::to_string(::getpid()) + ",\"host\":\"" + host + "\"}\n";
        lock = files.lock(where.lock(), text);
        if (lock) return;
        auto const holder = journal::read_file(files, where.lock()).value_or("");
        throw job_error(exit_status::busy, "job " + where.id + " is running already: " + core::printable(holder)
                                               + "Wait for it, or stop that process; nothing was changed.");
    }
};

journal::run_started opening_record(std::uint64_t run) {
    char host[256] = "";
    ::gethostname(host, sizeof host - 1);
    return {run, ::getpid(), host, core::to_iso8601(std::chrono::system_clock::now())};
}

/// Asks before real members are changed by hand; a script says --yes, or has no terminal to be asked on.
void confirm_live(spec::spec const& job, std::string const& key, bool yes) {
    if (yes || !job.platform->is_live_key(key) || ::isatty(STDIN_FILENO) == 0 || ::isatty(STDERR_FILENO) == 0) return;
    std::cerr << "This changes real members at " << job.at.base_url << ": " << job.operation->describe()
              << ". Go on? [y/N] ";
    std::string answer;
    std::getline(std::cin, answer);
    if (answer != "y" && answer != "Y" && answer != "yes")
        throw job_error(exit_status::refused, "not confirmed; nothing was sent");
}

std::string advice_for(run_report const& r) {
    if (r.state != "complete") return "muster resume " + r.job_id;
    if (r.end.totals.of(core::outcome::failed) > 0) return "muster results " + r.job_id + " --outcome failed";
    if (r.end.totals.of(core::outcome::unknown) > 0) return "muster results " + r.job_id + " --outcome unknown";
    return {};
}

void print_summary(run_report const& report, std::string const& output) {
    if (output == "json")
        std::cout << boost::json::serialize(as_json(report)) << '\n';
    else
        std::cout << core::redact(as_table(report));
    std::cout.flush();
}

/// Runs the job whose lock is held, on this thread, until it ends.
exit_status drive(held_job& held, spec::spec const& job, std::string const& key, journal::replayed found,
                  run_options const& options) {
    display screen(default_style(options.quiet));
    auto log = options.log;
    log.quiet = options.quiet;
    screen.log_to(make_logger(log, [&](std::string const& line) { screen.write_line(line); }));
    if (found.torn > 0)
        screen.notice(engine::observer::level::info,
                      "the last write of the run before was cut short; its " + std::to_string(found.torn)
                          + " bytes are kept as " + held.where.root.string() + "/journal.torn-"
                          + std::to_string(found.offset));

    asio::io_context loop(1);
    http::client transport(loop.get_executor(), client_options_for(job, key));
    auto const rates = make_rates(job, transport.host_and_port());
    async::system_time time;
    async::worker_thread blocking(loop.get_executor());
    std::mt19937_64 random(std::random_device{}());
    auto const run_number = found.folded.runs() + 1;
    engine::surroundings with{loop.get_executor(), transport,   *rates,
                              blocking,            time,        held.files,
                              screen,              [&random] { return std::uniform_real_distribution<>()(random); }};
    engine::job work(with, job, held.where, std::move(found), options.limit);

    asio::signal_set signals(loop, SIGINT, SIGTERM);
    std::function<void(boost::system::error_code, int)> on_signal = [&](boost::system::error_code error, int number) {
        if (error) return;
        screen.notice(engine::observer::level::warning,
                      "stopping: what is in flight is finished first (10 s at most; once more to stop at once)");
        work.request_stop(number == SIGINT ? "interrupted" : "terminated");
        signals.async_wait([&](boost::system::error_code again, int) {
            if (again) return;
            screen.clear();
            std::fprintf(stderr, "muster: stopped at once; to go on: muster resume %s\n", held.where.id.c_str());
            std::_Exit(static_cast<int>(exit_status::stopped)); // the journal is made for being cut anywhere
        });
    };
    signals.async_wait(on_signal);

    bool ended = false;
    auto refresh = [&]() -> asio::awaitable<void> {
        async::stop never;
        while (!ended) {
            screen.update(work.snapshot(), time.now());
            co_await time.sleep_until(time.now() + std::chrono::milliseconds(200), never);
        }
    };
    auto const started = time.now();
    std::exception_ptr error;
    engine::run_result result;
    asio::co_spawn(loop, work.run(opening_record(run_number)), [&](std::exception_ptr e, engine::run_result r) {
        error = e;
        result = std::move(r);
        ended = true;
        signals.cancel();
    });
    asio::co_spawn(loop, refresh(), asio::detached);
    loop.run();
    screen.clear();

    run_report report;
    report.job_id = held.where.id;
    report.end = work.snapshot();
    report.took = time.now() - started;
    report.bytes_written = work.journal().bytes_written();
    report.failures = screen.failures();
    report.state = result.complete ? "complete" : "stopped";
    report.reason = result.reason;
    exit_status status = exit_status::ok;
    if (error) {
        try {
            std::rethrow_exception(error);
        } catch (job_error const& e) {
            report.reason = core::redact(e.what());
            status = e.status();
        }
    } else if (!result.complete) {
        status = result.limit_reached ? exit_status::ok : exit_status::stopped;
    }
    bool const some_failed =
        report.end.totals.of(core::outcome::failed) + report.end.totals.of(core::outcome::unknown) > 0;
    if (status == exit_status::ok && some_failed) status = exit_status::members_failed;
    report.advice = advice_for(report);
    print_summary(report, options.output);
    return status;
}

std::string difference(std::string const& what, std::string const& before, std::string const& now) {
    return what + " changed since the job was started (" + before + " then, " + now + " now)";
}

} // namespace

void add_run_options(CLI::App& command, run_options& options) {
    command.add_option("--state-dir", options.state_dir, "Where jobs are kept (default: $MUSTER_STATE_DIR, or "
                                                         "$XDG_STATE_HOME/muster)");
    command.add_option("--limit", options.limit, "Change at most N matching members in this run");
    command.add_flag("--live", options.live, "Allow a key that works on real members");
    command.add_flag("--yes", options.yes, "Do not ask before real members are changed");
    command.add_flag("--quiet", options.quiet, "No progress, warnings only");
    command.add_option("--output", options.output, "The summary's form: table or json")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
    command.add_option("--log-file", options.log.file, "Log every outcome to this file, too");
    command.add_option_function<std::string>(
               "--log-format", [&options](std::string const& form) { options.log.json = form == "json"; },
               "text or json")
        ->check(CLI::IsMember({"text", "json"}));
}

std::filesystem::path state_directory(std::string const& given) {
    return given.empty() ? journal::default_state_directory() : std::filesystem::path(given);
}

exit_status start_job(spec::spec const& job, std::string const& job_id, run_options const& options) {
    auto const key = spec::resolve(job.key);
    check_live(job, key, options.live);
    confirm_live(job, key, options.yes);
    std::random_device random;
    auto id = !job_id.empty() ? job_id
                              : journal::make_job_id(job.name, std::chrono::system_clock::now(),
                                                     static_cast<std::uint16_t>(random()));
    if (!journal::is_job_id(id))
        throw job_error(exit_status::usage, "--job-id may hold A-Z a-z 0-9 . _ - only, at most 128");
    held_job held(journal::directory(state_directory(options.state_dir), std::move(id)));
    try {
        if (std::filesystem::exists(held.where.journal()))
            throw job_error(exit_status::usage, "there is a job " + held.where.id + " already; to go on with it: muster resume "
                                                    + held.where.id);
        held.files.make_directories(held.where.root);
        held.take_lock();
        auto const text = boost::json::serialize(job.document) + "\n";
        journal::replace_file(held.files, held.where.spec(), text);
        std::string first;
        journal::encode(journal::job_opened{held.where.id, core::sha256(text), job.at.base_url, core::fingerprint(key),
                                            core::to_iso8601(std::chrono::system_clock::now())},
                        first);
        journal::replace_file(held.files, held.where.journal(), first);
        held.files.sync_directory(held.where.root.parent_path());
    } catch (journal::io_error const& e) {
        throw job_error(exit_status::usage, std::string(e.what()) + ". Nothing was sent.");
    }
    return drive(held, job, key, journal::replay(held.files, held.where), options);
}

exit_status resume_job(std::string const& job_id, run_options const& options) {
    held_job held(journal::directory(state_directory(options.state_dir), job_id));
    if (!journal::is_job_id(job_id) || !std::filesystem::exists(held.where.journal()))
        throw job_error(exit_status::usage, "there is no job " + core::printable(job_id) + " in "
                                                + state_directory(options.state_dir).string() + "; muster status lists them");
    try {
        held.take_lock();
        auto found = journal::replay(held.files, held.where);
        auto const& opened = *found.folded.job();
        auto const text = journal::read_file(held.files, held.where.spec()).value_or("");
        if (core::sha256(text) != opened.spec_hash)
            throw job_error(exit_status::usage, difference("the job's spec.json", opened.spec_hash.substr(0, 12),
                                                           core::sha256(text).substr(0, 12))
                                                    + ". Put it back, or start a new job; nothing was sent.");
        auto read = spec::read(text, {});
        if (!read.value)
            throw job_error(exit_status::internal, "the job's own spec cannot be read any more:\n"
                                                       + spec::format(held.where.spec().string(), read.mistakes));
        auto const& job = *read.value;
        auto const key = spec::resolve(job.key);
        if (core::fingerprint(key) != opened.key)
            throw job_error(exit_status::refused,
                            difference("the key from " + job.key.name, "fingerprint " + opened.key, core::fingerprint(key))
                                + ". It may belong to another application. Nothing was sent.");
        check_live(job, key, options.live);
        if (found.folded.ending() && found.folded.ending()->complete) {
            std::cerr << "muster: job " << job_id << " is complete; there is nothing to resume\n";
            return exit_status::ok;
        }
        confirm_live(job, key, options.yes);
        journal::cut_torn_tail(held.files, held.where, found);
        return drive(held, job, key, std::move(found), options);
    } catch (journal::io_error const& e) {
        throw job_error(exit_status::stopped, std::string(e.what()) + ". Nothing was sent; the job is as it was.");
    }
}

} // namespace muster::cli
