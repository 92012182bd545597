#include "cli/main.hpp"

#include "cli/commands.hpp"
#include "core/errors.hpp"
#include "core/redact.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <iostream>

namespace muster::cli {

namespace {

constexpr char const* footer =
    "Examples:\n"
    "  muster run jobs/add-plan-by-country.json \\\n"
    "    --set planId=pln_abc --set country=Germany\n"
    "  muster resume free-plan-germany-20260131T010000Z-1a2b\n"
    "  muster results free-plan-germany-20260131T010000Z-1a2b --outcome failed\n"
    "Exit status:\n"
    "  0   all well\n"
    "  1   finished, and some members failed or are unknown\n"
    "  2   bad command line or spec; nothing was sent\n"
    "  3   credentials or certificate refused, or a live key without --live\n"
    "  4   the job is running elsewhere\n"
    "  70  internal error, or the job's files are damaged\n"
    "  75  stopped early; muster resume goes on";

void add_commands(CLI::App& app, int& status) {
    add_run(app, status);
    add_resume(app, status);
    add_plan(app, status);
    add_status(app, status);
    add_results(app, status);
    add_check(app, status);
    add_schema(app, status);
    add_member(app, status);
    add_verify_token(app, status);
    add_sandbox(app, status);
    add_completion(app, status);
}

int say(core::exit_status status, std::string const& message) {
    std::cerr << "muster: " << core::redact(message) << '\n';
    return static_cast<int>(status);
}

} // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN); // a reader that goes away must not take the job with it
    CLI::App app("Change many members of a membership platform, safely: resumable, within the rate limit.", "muster");
    app.set_version_flag("--version", "muster " MUSTER_VERSION);
    app.require_subcommand(1);
    app.footer(footer);
    app.get_formatter()->column_width(30);
    int status = 0;
    add_commands(app, status);
    try {
        app.parse(argc, argv);
        std::cout.flush();
        return status;
    } catch (CLI::ParseError const& e) {
        // CLI11 has exit statuses of its own; ours says "bad command line" for all of them.
        return app.exit(e) == 0 ? 0 : static_cast<int>(core::exit_status::usage);
    } catch (core::job_error const& e) {
        return say(e.status(), e.what());
    } catch (std::exception const& e) {
        return say(core::exit_status::internal, std::string("internal error: ") + e.what());
    }
}

} // namespace muster::cli
