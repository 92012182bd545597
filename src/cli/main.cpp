#include "cli/main.hpp"

#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/help.hpp"
#include "cli/shown.hpp"
#include "cli/standard_output.hpp"
#include "cli/version.hpp"
#include "core/errors.hpp"
#include "core/redact.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <new>
#include <sys/prctl.h>

namespace muster::cli {

namespace {

constexpr char const* footer = "Examples:\n"
                               "  muster run jobs/add-plan-by-country.json \\\n"
                               "    --set planId=pln_abc --set country=Germany\n"
                               "  muster resume free-plan-germany-20260131T010000Z-1a2b\n"
                               "  muster results free-plan-germany-20260131T010000Z-1a2b --outcome failed\n"
                               "Exit status:\n"
                               "  0   all well, or stopped at --limit\n"
                               "  1   finished, and some members failed or are unknown\n"
                               "  2   bad command line or spec; nothing was sent\n"
                               "  3   credentials or certificate refused, or a live key without --live\n"
                               "  4   the job is running elsewhere\n"
                               "  70  internal error, or the job's files are damaged\n"
                               "  75  stopped early; muster resume goes on";

void add_commands(CLI::App& app, int& status) {
    add_run(app, status);
    add_resume(app, status);
    add_retry(app, status);
    add_verify(app, status);
    add_undo(app, status);
    add_plan(app, status);
    add_show(app, status);
    add_status(app, status);
    add_steering(app, status);
    add_watch(app, status);
    add_results(app, status);
    add_history(app, status);
    add_fsck(app, status);
    add_jobs(app, status);
    add_store(app, status);
    add_check(app, status);
    add_schema(app, status);
    add_schedule(app, status);
    add_web(app, status);
    add_metrics(app, status);
    add_web_views(app, status);
    add_member(app, status);
    add_ping(app, status);
    add_verify_token(app, status);
    add_webhooks(app, status);
    add_sandbox(app, status);
    add_completion(app, status);
    add_names(app, status);
    add_man(app, status);
    add_help(app, status);
}

[[noreturn]] void end(char const* why) {
    std::fprintf(
        stderr,
        "muster: internal error: %s. Of a running job all is kept: muster status lists it, muster resume "
        "goes on.\n",
        why);
    std::_Exit(static_cast<int>(core::exit_status::internal));
}

/// For an exception that has no way out, such as one of no memory inside of another's clean-up. Needs no
/// memory itself.
[[noreturn]] void on_terminate() {
    try {
        if (std::current_exception()) throw;
    } catch (std::bad_alloc const&) {
        end("out of memory");
    } catch (std::exception const& e) {
        end(core::redact(e.what()).c_str());
    } catch (...) { // told below
    }
    end("unexpected end");
}

/// What concerns the whole process.
void prepare_process() {
    // The key is in our memory: a crash must not leave it in a core file. A limit on the size of cores would
    // not do, as it does not hold where they go to a program (systemd-coredump). It also bars other processes
    // of the user from it.
    ::prctl(PR_SET_DUMPABLE, 0);
    std::set_terminate(on_terminate);
    std::signal(SIGXFSZ, SIG_IGN); // a file that may not grow any more is told as a full disk is
}

int say(core::exit_status status, std::string const& message) {
    std::cerr << "muster: " << shown(message) << '\n';
    return static_cast<int>(status);
}

/// What a command came to, now that its output is written, or not.
int with_output(int status) {
    // Who reads no further wants no more of it, and no word about it. Where SIGPIPE is not ignored, as it is
    // while a job runs, the process has ended by that already.
    if (finish_output() != output_state::failed || status != 0) return status;
    return say(core::exit_status::internal,
               "standard output could not be written: what it should hold is not whole");
}

} // namespace

int main(int argc, char** argv) {
    prepare_process();
    CLI::App app("Change many members of a membership platform, safely: resumable, within the rate limit.",
                 "muster");
    app.set_version_flag("--version", version_words, "Print the version, and those of the libraries");
    app.require_subcommand(1);
    app.footer(footer);
    app.formatter(std::make_shared<help_formatter>());
    int status = 0;
    add_commands(app, status);
    try {
        read_command_line(app, argc, argv);
        return with_output(status);
    } catch (core::job_error const& e) {
        return say(e.status(), e.what());
    } catch (files::io_error const& e) {
        if (!e.is_passing())
            return say(core::exit_status::internal, std::string("internal error: ") + e.what());
        return say(core::exit_status::stopped, e.what());
    } catch (std::exception const& e) {
        return say(core::exit_status::internal, std::string("internal error: ") + e.what());
    }
}

} // namespace muster::cli
