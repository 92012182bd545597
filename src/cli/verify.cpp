#include "cli/await_window.hpp"
#include "cli/change_steps.hpp"
#include "cli/commands.hpp"
#include "cli/look.hpp"
#include "cli/option_checks.hpp"
#include "cli/prepared_rows.hpp"
#include "cli/preview_words.hpp"
#include "cli/shown.hpp"
#include "cli/summary.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "files/posix_storage.hpp"
#include "launch/deed_job.hpp"
#include "launch/store.hpp"
#include "spec/secret.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <memory>
#include <unistd.h>

namespace muster::cli {

namespace {

namespace json = boost::json;

struct options {
    std::string job;
    std::string state_dir;
    std::string output = "table";
    bool new_key = false;
    engine::preview_choices look;
};

/// What the platform shows of the members that a job changed.
struct findings {
    engine::preview seen; ///< of doing it again: who needs it has drifted
    launch::deed_job const& job;

    [[nodiscard]] std::uint64_t not_found() const {
        auto const at = seen.why_impossible.find("no-such-member");
        return at == seen.why_impossible.end() ? 0 : at->second;
    }
    [[nodiscard]] std::uint64_t not_told() const { return job.left_out + seen.impossible - not_found(); }
    [[nodiscard]] bool all_as_written() const {
        return seen.to_change == 0 && seen.impossible == 0 && job.left_out == 0;
    }
};

std::string as_table(findings const& f, bool wrapped) {
    auto const& p = f.seen;
    auto out = table_row("as written", std::to_string(p.needs_nothing), wrapped)
               + table_row("drifted", std::to_string(p.to_change), wrapped)
               + table_row("not found", std::to_string(f.not_found()), wrapped);
    if (f.not_told() > 0)
        out += table_row("not known",
                         std::to_string(f.not_told()) + (f.job.left_out > 0 ? ": " + f.job.why_left_out : ""),
                         wrapped);
    if (!p.examples.empty()) out += "Drifted, as it is now -> as it was written:\n";
    for (auto const& e : p.examples) out += example_text(e, steps_of(e.change, e.before));
    if (p.to_change > p.examples.size() && !p.examples.empty())
        out += "  and " + std::to_string(p.to_change - p.examples.size()) + " more\n";
    for (auto const& each : p.faults) out += "  " + core::printable(core::redact(each)) + '\n';
    return out;
}

json::object as_json(findings const& f) {
    json::array drifted;
    for (auto const& e : f.seen.examples)
        drifted.push_back(json::object{{"member", e.member},
                                       {"email", e.email},
                                       {"written", core::to_json(shown_change(e.change))},
                                       {"now", e.before}});
    return {{"asWritten", f.seen.needs_nothing}, {"drifted", f.seen.to_change},
            {"notFound", f.not_found()},         {"notKnown", f.not_told()},
            {"examples", std::move(drifted)},    {"requests", f.seen.requests}};
}

core::exit_status verify(options o) {
    launch::store jobs(o.state_dir);
    auto job = launch::make_verification(jobs, o.job);
    if (job.deeds == 0) {
        if (job.left_out > 0)
            throw core::job_error(core::exit_status::usage,
                                  "nothing of job " + o.job + " can be verified: " + job.why_left_out);
        std::cerr << "muster: job " << shown(o.job) << " changed nobody: there is nothing to verify\n";
        return core::exit_status::ok;
    }
    await_window(job.spec, {o.look.ignore_windows, false, false});
    auto const key = spec::resolve(job.spec.key, *job.spec.platform);
    if (o.new_key) job.from.key.clear();
    launch::refuse_another_key(job.from, key);
    files::posix_storage storage;
    prepared_rows const rows(storage, job.spec, o.look, job.from.rows);
    findings const found{look(job.spec, key, o.look), job};
    if (o.output != "table")
        std::cout << shown_json(json::serialize(as_json(found))) << '\n';
    else
        std::cout << as_table(found, ::isatty(STDOUT_FILENO) != 0);
    return found.all_as_written() ? core::exit_status::ok : core::exit_status::members_failed;
}

} // namespace

void add_verify(CLI::App& app, int& status) {
    auto o = std::make_shared<options>();
    auto* const command =
        app.add_subcommand("verify", "Look whether the members are still as a job left them");
    command->add_option("JOB", o->job, "The job's id")->required();
    command->add_option("--state-dir", o->state_dir, "Where jobs are kept");
    command->add_flag("--new-key", o->new_key, "The key was replaced by another of the same application");
    command->add_option("--examples", o->look.examples, "How many of those that are not to show")
        ->check(whole_number(0, 1'000'000))
        ->capture_default_str();
    command->add_flag("--ignore-window", o->look.ignore_windows, "Read also outside the spec's windows");
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
