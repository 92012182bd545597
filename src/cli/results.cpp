#include "cli/columns.hpp"
#include "cli/commands.hpp"
#include "cli/deed_writer.hpp"
#include "cli/option_checks.hpp"
#include "core/errors.hpp"
#include "launch/deeds.hpp"
#include "launch/store.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <unistd.h>

namespace muster::cli {

namespace {

struct options {
    std::string job;
    std::string state_dir;
    std::string output = "table";
    std::vector<std::string> outcomes;
    bool excel = false;
    bool guard = false;
};

std::unique_ptr<deed_writer> writer_for(options const& o) {
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

core::exit_status results(options o) {
    if (o.excel || o.guard) {
        if (o.output == "table") o.output = "csv";
        if (o.output != "csv")
            throw core::job_error(core::exit_status::usage,
                                  "--excel and --guard-formulas are for --output csv only");
    }
    launch::store jobs(o.state_dir);
    auto const where = jobs.find_damaged_too(o.job);
    auto const writer = writer_for(o);
    auto const wanted = [&](journal::member_settled const& s) {
        auto const word = core::to_string(s.outcome);
        return o.outcomes.empty()
               || std::find(o.outcomes.begin(), o.outcomes.end(), word) != o.outcomes.end();
    };
    auto const damage = launch::for_each_deed(jobs.storage(), where, wanted, [&](launch::deed d) {
        writer->write(d);
        return static_cast<bool>(std::cout); // whoever reads may have had enough
    });
    writer->end();
    std::cout.flush();
    if (damage) refuse_damaged(jobs, where, *damage);
    return core::exit_status::ok;
}

} // namespace

void add_results(CLI::App& app, int& status) {
    auto o = std::make_shared<options>();
    auto* const command = app.add_subcommand("results", "List what became of each member of a job");
    command->add_option("JOB", o->job, "The job's id")->required();
    command->add_option("--state-dir", o->state_dir, "Where jobs are kept");
    command
        ->add_option("--outcome", o->outcomes,
                     "Only these: done, already, gone, failed, unknown (several with commas)")
        ->delimiter(',')
        ->check(one_of({"done", "already", "gone", "failed", "unknown"}))
        ->allow_extra_args(false);
    command->add_option("--output", o->output, "table, csv, jsonl (an object a line) or json (one array)")
        ->check(one_of({"table", "csv", "jsonl", "json"}));
    command->add_flag("--guard-formulas", o->guard,
                      "In CSV, keep a spreadsheet from taking text for a formula");
    command->add_flag("--excel", o->excel,
                      "CSV as Excel likes it: a byte order mark, CRLF, and --guard-formulas");
    command->footer("Of each member: its id and e-mail, the outcome and when (UTC), the page of the list, "
                    "the requests that\n"
                    "carried the change (attempts), code and message of a failure, the change, what the "
                    "member held before,\n"
                    "and what the change set (after). What the journal does not tell is empty.\n"
                    "--guard-formulas puts a ' before a field that begins with one of = + - @ ' or a tab. To "
                    "undo it, take\n"
                    "one ' off each field that begins with one.\n"
                    "Examples:\n"
                    "  muster results free-plan-germany-20260131T010000Z-1a2b --outcome failed,unknown\n"
                    "  muster results free-plan-germany-20260131T010000Z-1a2b --output csv > changed.csv\n"
                    "Exit status: 0; 2 no such job; 70 the journal is damaged: what is sound was listed.");
    command->callback([o, &status] { status = static_cast<int>(results(*o)); });
}

} // namespace muster::cli
