#include "launch/history.hpp"

#include "cli/commands.hpp"
#include "cli/history_words.hpp"
#include "cli/option_checks.hpp"
#include "cli/place_option.hpp"
#include "cli/shown.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <memory>
#include <unistd.h>

namespace muster::cli {

namespace {

namespace json = boost::json;

struct history_options {
    std::string member;
    std::string place; ///< of jobs (launch/job_place.hpp)
    std::string output = "table";
    bool rebuild = false;
};

void print(launch::member_history const& h, history_options const& o, std::string const& state_option) {
    if (o.output == "csv") {
        std::cout << as_csv(h);
    } else if (o.output == "jsonl") {
        for (auto const& p : h.deeds) std::cout << shown_json(json::serialize(as_json(p))) << '\n';
    } else if (o.output == "json") {
        char const* before = "[\n";
        for (auto const& p : h.deeds) {
            std::cout << before << shown_json(json::serialize(as_json(p)));
            before = ",\n";
        }
        std::cout << (h.deeds.empty() ? "[]\n" : "\n]\n");
    } else {
        std::cout << as_table(h, ::isatty(STDOUT_FILENO) != 0, state_option);
    }
}

void say_that_it_takes_a_while(std::size_t journals, std::uint64_t bytes) {
    constexpr unsigned mb = 1'000'000;
    if (::isatty(STDERR_FILENO) != 0)
        std::cerr << "muster: reading " << bytes / mb << " MB of " << journals
                  << " journals, which the next time need not be read again\n";
}

core::exit_status history(history_options const& o) {
    launch::store jobs(o.place);
    launch::history_choices choices;
    choices.rebuild = o.rebuild;
    choices.before_much = say_that_it_takes_a_while;
    auto const h = launch::history_of(jobs, o.member, choices);
    print(h, o, jobs.state_option());
    std::cout.flush();
    if (!h.without_index.empty())
        std::cerr << "muster: all journals were read, as the index cannot be kept: " << shown(h.without_index)
                  << '\n';
    for (auto const& each : h.unread)
        std::cerr << "muster: something may be missing: " << shown(each.why) << '\n';
    if (!h.unread.empty()) return core::exit_status::internal;
    if (!h.deeds.empty()) return core::exit_status::ok;
    std::cerr << "muster: no job in " << shown(jobs.place().name()) << " knows a member "
              << core::quoted(o.member) << '\n';
    return core::exit_status::members_failed;
}

} // namespace

void add_history(CLI::App& app, int& status) {
    auto o = std::make_shared<history_options>();
    auto* const command = app.add_subcommand("history", "Show what all jobs did to one member");
    command
        ->add_option("MEMBER", o->member,
                     "The member's id, e-mail address, or what a row or record is known by")
        ->required();
    add_place_option(*command, o->place);
    command->add_option("--output", o->output, "table, csv, jsonl (an object a line) or json (one array)")
        ->check(one_of({"table", "csv", "jsonl", "json"}));
    command->add_flag("--rebuild", o->rebuild, "Make the index anew");
    command->footer(
        "What was done to the member, when (UTC), by which job, and how: old -> new, in the order of time; "
        "by all\n"
        "jobs that are there or archived, those that run as far as they are. Nothing is asked of the "
        "platform.\n"
        "An address (upper or lower case) stands for all members who had it in some job. Whoever was made "
        "by a job\n"
        "is known to that job by the address or reference, and by the id that the platform told then.\n"
        "What has no outcome yet is in flight, or, of a job that was killed, in doubt (--output: open).\n"
        "Who stands where in the journals is kept in the file history.sqlite in the state directory, and "
        "what is new\n"
        "is added at each call; it can be removed at any time.\n"
        "Examples:\n"
        "  muster history mem_abc\n"
        "  muster history jane@example.com --output jsonl\n"
        "Exit status: 0; 1 no job knows such a member; 2 no such directory; 70 a job's journal is damaged, "
        "or "
        "cannot\n"
        "be read: what is sound was listed.");
    command->callback([o, &status] { status = static_cast<int>(history(*o)); });
}

} // namespace muster::cli
