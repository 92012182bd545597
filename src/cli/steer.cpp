#include "cli/commands.hpp"
#include "cli/place_option.hpp"
#include "cli/shown.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"
#include "launch/mark.hpp"
#include "launch/standing.hpp"
#include "launch/store.hpp"
#include "service/routes.hpp"
#include "service/run_line.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <iostream>
#include <memory>
#include <unistd.h>

namespace muster::cli {

namespace {

namespace json = boost::json;
using core::exit_status;
using core::job_error;
using journal::act;

struct steer_options {
    std::vector<std::string> words; ///< JOB, and for `rate` the rate
    bool all = false;
    std::string why;
    std::string place; ///< of jobs (launch/job_place.hpp)
};

std::string body_of(journal::job_steered const& how) {
    json::object body;
    if (!how.why.empty()) body["why"] = how.why;
    if (how.what == act::rate) body["requestsPerSecond"] = how.rate ? json::value(*how.rate) : json::value();
    return json::serialize(body);
}

/// Whether the run took it; false if there is none, or it is about to end. Throws core::job_error.
bool tell_run(launch::store& jobs, journal::directory const& where, journal::job_steered const& how) {
    using kind = service::client_error::kind;
    try {
        auto const path = "/" + std::string(journal::to_string(how.what));
        auto const reply =
            service::ask_run(jobs, where, "POST", path, body_of(how), std::chrono::seconds(10));
        if (reply.status == 200) return true;
        if (reply.status == 409) return false;
        boost::system::error_code error;
        auto const parsed = json::parse(reply.body, error);
        auto const* const words =
            !error && parsed.is_object() ? parsed.get_object().if_contains("message") : nullptr;
        throw job_error(exit_status::usage, "job " + where.id + " refused that: "
                                                + (words != nullptr && words->is_string()
                                                       ? core::printable(words->get_string())
                                                       : "HTTP " + std::to_string(reply.status)));
    } catch (service::client_error const& e) {
        if (e.why() == kind::nobody) return false;
        if (e.why() == kind::denied)
            throw job_error(exit_status::refused, "job " + where.id + " belongs to another user: "
                                                      + core::printable(e.what()) + ". Nothing was changed.");
        throw job_error(exit_status::busy, "job " + where.id
                                               + " does not answer: " + core::printable(e.what())
                                               + ". Whether it heard, muster status " + where.id + " says.");
    }
}

std::string done_words(std::string const& id, journal::job_steered const& how, std::string const& option) {
    switch (how.what) {
    case act::pause: return "job " + id + " is paused; to let it go on: muster continue " + id + option;
    case act::go_on: return "job " + id + " goes on";
    case act::rate:
        if (!how.rate) return "job " + id + " goes as fast as its spec says";
        {
            std::array<char, 32> text{};
            auto const end = std::to_chars(text.data(), text.data() + text.size(), *how.rate).ptr;
            return "job " + id + " sends " + std::string(text.data(), end)
                   + " requests/s at most, until this run ends";
        }
    case act::stop: break;
    }
    return "job " + id + " is stopping: what is in flight is finished first (10 s at most); to go on later: "
           + "muster resume " + id + option;
}

/// Of a job that no process works on.
std::string mark(launch::store& jobs, std::string const& id, journal::job_steered how) {
    if (how.what == act::rate || how.what == act::stop)
        throw job_error(exit_status::usage, "job " + id + " is not running. Nothing was changed.");
    how.who = launch::describe_this_process();
    auto const option = jobs.state_option();
    bool const written = launch::leave_mark(jobs, id, how);
    if (how.what == act::pause)
        return "job " + id + " is not running; it is marked as paused, and no resume goes on with it until: "
               + "muster continue " + id + option;
    return "job " + id + (written ? " is not paused any more" : " was not paused")
           + "; it is not running; to go on with it: muster resume " + id + option;
}

std::string steer_one(launch::store& jobs, std::string const& id, journal::job_steered const& how) {
    auto const where = jobs.find(id);
    if (jobs.storage().is_locked(where.lock())) {
        if (tell_run(jobs, where, how)) return done_words(id, how, jobs.state_option());
        if (jobs.storage().is_locked(where.lock()))
            throw job_error(
                exit_status::busy,
                "job " + id
                    + " is running, and cannot be steered: it is about to begin or to end, or an "
                      "older muster runs it. SIGINT to its process stops it. Nothing was changed.");
    }
    return mark(jobs, id, how);
}

/// Those that `--all` means: what runs, and for `continue` what is paused, too.
std::vector<std::string> meant(launch::store& jobs, act what) {
    using launch::job_part;
    bool const paused_too = what == act::go_on;
    std::vector<std::string> ids;
    jobs.look_at_all(paused_too ? job_part::standing : job_part::names,
                     [&](files::storage& seen, journal::directory const& where) {
                         bool wanted = seen.is_locked(where.lock());
                         if (!wanted && paused_too) {
                             auto const job = launch::standing_of(seen, where, launch::scrutiny::newest);
                             wanted = job.resumable() && job.folded.paused().has_value();
                         }
                         if (wanted) ids.push_back(where.id);
                     });
    return ids;
}

exit_status steer(steer_options const& o, journal::job_steered const& how) {
    if (how.why.size() > service::longest_reason)
        throw job_error(exit_status::usage,
                        "--why may be " + std::to_string(service::longest_reason) + " bytes long at most");
    launch::store jobs(o.place);
    if (!o.all) {
        std::cout << shown(steer_one(jobs, o.words.front(), how)) << '\n';
        return exit_status::ok;
    }
    auto worst = exit_status::ok;
    auto const ids = meant(jobs, how.what);
    if (ids.empty()) std::cerr << "no job is running" << (how.what == act::go_on ? " or paused" : "") << '\n';
    for (auto const& id : ids) {
        try {
            std::cout << shown(steer_one(jobs, id, how)) << std::endl;
        } catch (job_error const& e) { // the others are meant as well
            std::cerr << "muster: " << shown(e.what()) << '\n';
            worst = std::max(worst, e.status());
        }
    }
    return worst;
}

/// How many words stand for the job: the rest belongs to the command.
void check_words(steer_options const& o, std::size_t others, std::string const& name) {
    auto const wanted = others + (o.all ? 0 : 1);
    if (o.words.size() == wanted) return;
    if (o.words.size() < wanted)
        throw job_error(exit_status::usage,
                        "muster " + name + " needs "
                            + (o.words.empty() && !o.all ? "JOB, or --all" : "the rate: a number, or `spec`")
                            + "; see muster " + name + " --help");
    throw job_error(exit_status::usage, core::quoted(o.words.back()) + " is one word too many for muster "
                                            + name + (o.all ? " --all" : "") + "; see muster " + name
                                            + " --help");
}

std::optional<double> rate_of(std::string const& word) {
    if (word == "spec") return std::nullopt;
    double rate = 0;
    auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), rate);
    if (error != std::errc() || end != word.data() + word.size() || !(rate >= service::lowest_rate)
        || !(rate <= service::highest_rate))
        throw job_error(exit_status::usage, "the rate must be a number from 0.001 to 100000 (requests per "
                                            "second), or `spec`, not "
                                                + core::quoted(word));
    return rate;
}

void add(CLI::App& app, int& status, act what, std::string const& help, std::string const& footer) {
    auto o = std::make_shared<steer_options>();
    std::string const name(journal::to_string(what));
    auto* const command = app.add_subcommand(name, help);
    bool const rated = what == act::rate;
    command
        ->add_option("JOB", o->words,
                     rated ? "The job's id, and the rate: requests per second, or `spec`" : "The job's id")
        ->expected(0, 2);
    command->add_flag("--all", o->all,
                      what == act::go_on ? "All jobs that run or are paused" : "All jobs that run");
    command->add_option("--why", o->why,
                        "Why, in your words: kept in the job's journal, and shown by status");
    add_place_option(*command, o->place);
    command->footer(
        footer
        + "Exit status: 0; 2 no such job, or it does not run (rate, stop) or is complete; 3 it "
          "belongs to another user;\n  4 it runs, and cannot be reached; 70 its files are damaged.");
    command->callback([o, what, rated, name, &status] {
        check_words(*o, rated ? 1 : 0, name);
        journal::job_steered how;
        how.what = what;
        how.why = o->why;
        if (rated) how.rate = rate_of(o->words.back());
        status = static_cast<int>(steer(*o, how));
    });
}

} // namespace

void add_steering(CLI::App& app, int& status) {
    add(app, status, act::pause, "Have a job send nothing more, until it is let go on",
        "The run stays, and waits. A pause outlives its run: no resume goes on before muster continue.\n"
        "A job that does not run is marked as paused.\n"
        "Examples:\n"
        "  muster pause free-plan-germany-20260131T010000Z-1a2b --why \"checking with sales\"\n"
        "  muster pause --all\n");
    add(app, status, act::go_on, "Let a paused job go on",
        "Examples:\n"
        "  muster continue free-plan-germany-20260131T010000Z-1a2b\n"
        "  muster continue --all\n");
    add(app, status, act::rate, "Give a running job another rate, in requests per second",
        "It holds until the run ends; `spec` is what the spec says.\n"
        "Examples:\n"
        "  muster rate free-plan-germany-20260131T010000Z-1a2b 5\n"
        "  muster rate --all spec\n");
    add(app, status, act::stop, "Stop a running job, as Ctrl-C does",
        "What is in flight is finished; muster resume goes on.\n"
        "Examples:\n"
        "  muster stop free-plan-germany-20260131T010000Z-1a2b --why \"wrong plan\"\n"
        "  muster stop --all\n");
}

} // namespace muster::cli
