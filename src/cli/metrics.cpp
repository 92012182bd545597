#include "service/metrics.hpp"

#include "cli/commands.hpp"
#include "cli/place_option.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"
#include "service/signal_wait.hpp"
#include "web/job_list.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <sys/prctl.h>
#include <unistd.h>

namespace muster::cli {

namespace {

using core::exit_status;
using core::job_error;

struct metrics_options {
    std::string place; ///< of jobs (launch/job_place.hpp)
    std::string textfile;
    unsigned every = 0;
    pid_t parent = 0; ///< with whom it ends; 0 = nobody
};

std::string metrics_now(web::job_list& jobs) {
    auto const now = std::chrono::system_clock::now();
    return service::metrics_of(boost::json::parse(jobs.look(now)).as_array(), now);
}

/// Whoever reads the file finds the old text or the new one, whole.
void replace(std::filesystem::path const& file, std::string const& text) {
    auto const fresh = file.string() + ".new";
    std::ofstream out(fresh, std::ios::trunc);
    out << text;
    out.close();
    std::error_code error;
    if (out) std::filesystem::rename(fresh, file, error);
    if (!out || error)
        throw job_error(exit_status::usage, "cannot write the metrics to " + core::quoted(file.string())
                                                + (error ? ": " + error.message() : std::string()));
}

void keep_up_to_date(metrics_options const& o, web::job_list& jobs) {
    service::signal_wait ending({SIGTERM, SIGINT, SIGHUP});
    if (o.parent != 0) ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    bool const has_gone = o.parent != 0 && ::getppid() != o.parent;
    std::string said;
    do {
        try {
            replace(o.textfile, metrics_now(jobs));
            said.clear();
        } catch (std::exception const& e) { // a disk that is full now may not be later
            if (said != e.what()) std::cerr << "muster metrics: " << e.what() << std::endl;
            said = e.what();
        }
    } while (!has_gone && ending.next(std::chrono::seconds(o.every)) == 0);
}

exit_status tell(metrics_options const& o) {
    web::job_list jobs(o.place);
    if (o.textfile.empty())
        std::cout << metrics_now(jobs);
    else
        replace(o.textfile, metrics_now(jobs)); // what cannot be written now is a mistake of the command line
    if (o.every > 0) keep_up_to_date(o, jobs);
    return exit_status::ok;
}

} // namespace

void add_metrics(CLI::App& app, int& status) {
    auto o = std::make_shared<metrics_options>();
    auto* const command =
        app.add_subcommand("metrics", "Print how jobs stand for a monitor, as OpenMetrics text");
    add_place_option(*command, o->place);
    auto* const file =
        command->add_option("--textfile", o->textfile,
                            "Put it into this file instead, such as one in the directory of node_exporter's "
                            "textfile collector");
    command->add_option("--every", o->every, "Write the file again each N seconds, until a signal ends it")
        ->check(CLI::Range(1U, 86400U))
        ->needs(file);
    command->add_option("--end-with-parent", o->parent, "End with this process")->group(""); // hidden
    command->footer("Of each spec, the jobs that run and the newest one are told of. muster web has\n"
                    "the same at /metrics, and muster schedule --textfile keeps a file up to date.\n"
                    "Examples:\n"
                    "  muster metrics\n"
                    "  muster metrics --textfile /var/lib/node_exporter/muster.prom --every 15\n"
                    "Exit status: 0; 2 bad command line, or the file cannot be written.");
    command->callback([o, &status] { status = static_cast<int>(tell(*o)); });
}

} // namespace muster::cli
