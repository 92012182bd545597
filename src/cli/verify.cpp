#include "cli/commands.hpp"
#include "cli/option_checks.hpp"
#include "cli/place_option.hpp"
#include "cli/shown.hpp"
#include "cli/verification.hpp"
#include "core/errors.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <memory>
#include <unistd.h>

namespace muster::cli {

namespace {

struct verify_options {
    std::string job;
    std::string place; ///< of jobs (launch/job_place.hpp)
    std::string output = "table";
    verify_choices how;
};

core::exit_status verify(verify_options const& o) {
    launch::store jobs(o.place);
    auto const found = verify_job(jobs, o.job, o.how);
    if (!found) {
        std::cerr << "muster: job " << shown(o.job) << " changed nobody: there is nothing to verify\n";
        return core::exit_status::ok;
    }
    if (o.output != "table")
        std::cout << shown_json(boost::json::serialize(as_json(*found))) << '\n';
    else
        std::cout << as_table(*found, ::isatty(STDOUT_FILENO) != 0);
    return found->all_as_written() ? core::exit_status::ok : core::exit_status::members_failed;
}

} // namespace

void add_verify(CLI::App& app, int& status) {
    auto o = std::make_shared<verify_options>();
    auto* const command =
        app.add_subcommand("verify", "Look whether the members are still as a job left them");
    command->add_option("JOB", o->job, "The job's id")->required();
    add_place_option(*command, o->place);
    command->add_flag("--new-key", o->how.new_key, "The key was replaced by another of the same application");
    command->add_option("--examples", o->how.look.examples, "How many of those that are not to show")
        ->check(whole_number(0, 1'000'000))
        ->capture_default_str();
    command
        ->add_option("--sample", o->how.sample,
                     "Look at so many of them only, taken by chance, and say what that tells of all")
        ->check(whole_number(1, 1'000'000'000));
    command->add_flag("--ignore-window", o->how.look.ignore_windows, "Read also outside the spec's windows");
    command->add_option("--output", o->output, "table, or json or jsonl: one object")
        ->check(one_of({"table", "json", "jsonl"}));
    command->footer(
        "Each member that came out done is read: by look-ups, or by one walk of the list, whichever takes\n"
        "fewer requests. as written: the change is in effect. drifted: somebody changed it since. not "
        "found:\n"
        "the member is gone. not known: the platform does not show it. Of a deletion, gone is as written; "
        "of\n"
        "whoever was made, there is as written. Nothing is changed.\n"
        "Examples:\n"
        "  muster verify free-plan-germany-20260131T010000Z-1a2b\n"
        "  muster verify free-plan-germany-20260131T010000Z-1a2b --examples 1000 --output json\n"
        "Exit status: 0 all as written; 1 some are not, or it is not known; 2 no such job, or nothing of it "
        "can\n"
        "  be looked at; 3 key refused, or another; 4 the job is running; 70 its files are damaged; 75 the\n"
        "  members could not be read.");
    command->callback([o, &status] { status = static_cast<int>(verify(*o)); });
}

} // namespace muster::cli
