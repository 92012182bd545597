#include "cli/columns.hpp"
#include "cli/commands.hpp"
#include "cli/deed_writer.hpp"
#include "cli/option_checks.hpp"
#include "cli/outcome_option.hpp"
#include "cli/place_option.hpp"
#include "core/errors.hpp"
#include "launch/deeds.hpp"
#include "launch/descent.hpp"
#include "launch/job_spec.hpp"
#include "launch/returned_rows.hpp"
#include "launch/store.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <iostream>
#include <memory>
#include <unistd.h>

namespace muster::cli {

namespace {

struct results_options {
    std::string job;
    std::string place; ///< of jobs (launch/job_place.hpp)
    std::string output = "table";
    std::vector<std::string> outcomes;
    bool excel = false;
    bool guard = false;
    bool as_rows = false;
};

std::unique_ptr<deed_writer> writer_for(results_options const& o) {
    if (o.output == "csv") return csv_deeds(std::cout, {o.excel, o.excel || o.guard});
    if (o.output == "json" || o.output == "jsonl") return json_deeds(std::cout, o.output == "json");
    return table_deeds(std::cout, terminal_columns(STDOUT_FILENO));
}

[[noreturn]] void refuse_damaged(launch::store const& jobs, journal::directory const& where,
                                 journal::flaw const& damage) {
    auto const fsck = "muster fsck " + where.id + jobs.state_option();
    auto const place = damage.line == 0 ? damage.what
                                        : "line " + std::to_string(damage.line) + ", from byte "
                                              + std::to_string(damage.offset) + " on: " + damage.what;
    throw core::job_error(
        core::exit_status::internal,
        "the journal of job " + where.id + " is damaged: " + place + " (" + where.journal().string()
            + "). What stands before that is sound, and was listed. " + fsck + " says what to do.");
}

using wish = std::function<bool(journal::member_settled const&)>;

/// An export that wrote everybody has nothing to list.
void explain_empty_list(launch::store& jobs, journal::directory const& where) try {
    auto const opened = launch::read_opening(jobs.storage(), where);
    if (!opened || !launch::read_job_spec(jobs.storage(), where, *opened).sink) return;
    std::cerr << "muster: an export notes single members only where they failed, and none of these did; "
                 "muster status "
              << where.id << jobs.state_option() << " tells how many it wrote\n";
} catch (core::job_error const&) { // only a word is missing then
}

std::optional<journal::flaw> list_deeds(launch::store& jobs, journal::directory const& where,
                                        wish const& wanted, results_options const& o) {
    auto const writer = writer_for(o);
    bool empty = true;
    auto const write = [&](auto const& d) {
        empty = false;
        writer->write(d);
        return static_cast<bool>(std::cout); // whoever reads may have had enough
    };
    auto damage = launch::for_each_deed(jobs.storage(), where, wanted, write, write);
    writer->end();
    if (empty && !damage) explain_empty_list(jobs, where);
    return damage;
}

std::optional<journal::flaw> list_rows(launch::store& jobs, journal::directory const& where,
                                       wish const& wanted) {
    launch::refuse_made_rows(jobs.storage(), where);
    return launch::return_rows(jobs.storage(), where, wanted, [](std::string_view row) {
        std::cout << row;
        return static_cast<bool>(std::cout);
    });
}

core::exit_status results(results_options o) {
    if (o.as_rows && (o.excel || o.guard || o.output != "table"))
        throw core::job_error(core::exit_status::usage,
                              "--as-rows gives rows in the form that their file has: leave out --output, "
                              "--excel and --guard-formulas");
    if (o.excel || o.guard) {
        if (o.output == "table") o.output = "csv";
        if (o.output != "csv")
            throw core::job_error(core::exit_status::usage,
                                  "--excel and --guard-formulas are for --output csv only");
    }
    launch::store jobs(o.place);
    auto const where = jobs.find_damaged_too(o.job);
    auto const wanted = [&](journal::member_settled const& s) {
        return o.outcomes.empty() || is_among(o.outcomes, s.outcome);
    };
    auto const damage = o.as_rows ? list_rows(jobs, where, wanted) : list_deeds(jobs, where, wanted, o);
    std::cout.flush();
    if (damage) refuse_damaged(jobs, where, *damage);
    return core::exit_status::ok;
}

} // namespace

void add_results(CLI::App& app, int& status) {
    auto o = std::make_shared<results_options>();
    auto* const command = app.add_subcommand("results", "List what became of each member of a job");
    command->add_option("JOB", o->job, "The job's id")->required();
    add_place_option(*command, o->place);
    add_outcome_option(*command, o->outcomes, {"done", "already", "gone", "failed", "unknown"},
                       "Only these: done, already, gone, failed, unknown (several with commas)");
    command->add_option("--output", o->output, "table, csv, jsonl (an object a line) or json (one array)")
        ->check(one_of({"table", "csv", "jsonl", "json"}));
    command->add_flag("--guard-formulas", o->guard,
                      "In CSV, keep a spreadsheet from taking text for a formula");
    command->add_flag("--excel", o->excel,
                      "CSV as Excel likes it: a byte order mark, CRLF, and --guard-formulas");
    command->add_flag("--as-rows", o->as_rows,
                      "The rows of the job's own file, as they stand there, with what became of each");
    command->footer(
        "Of each member: its id and e-mail, the outcome and when (UTC), the page of the list, "
        "the requests that\n"
        "carried the change (attempts), code and message of a failure, the change, what the "
        "member held before,\n"
        "and what the change set (after). What the journal does not tell is empty.\n"
        "--guard-formulas puts a ' before a field that begins with one of = + - @ ' or a tab. To "
        "undo it, take\n"
        "one ' off each field that begins with one.\n"
        "--as-rows is for jobs whose source is a file: its header and its rows, byte for byte and "
        "in their order, with\n"
        "the columns _muster_outcome, _muster_code and _muster_message behind the others (of JSON "
        "Lines: members at\n"
        "the end of the object; a line that is no object stays as it is). Mended, they can be the "
        "file of another job,\n"
        "which passes these columns over. A file that has changed since the job began is refused.\n"
        "Examples:\n"
        "  muster results free-plan-germany-20260131T010000Z-1a2b --outcome failed,unknown\n"
        "  muster results free-plan-germany-20260131T010000Z-1a2b --output csv > changed.csv\n"
        "  muster results import-20260131T010000Z-1a2b --outcome failed --as-rows > rejects.csv\n"
        "Exit status: 0; 2 no such job, or no such rows; 70 the journal is damaged: what is sound was "
        "listed.");
    command->callback([o, &status] { status = static_cast<int>(results(*o)); });
}

} // namespace muster::cli
