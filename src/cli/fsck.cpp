#include "cli/commands.hpp"
#include "cli/option_checks.hpp"
#include "cli/place_option.hpp"
#include "cli/shown.hpp"
#include "cli/summary.hpp"
#include "core/errors.hpp"
#include "launch/checkup.hpp"
#include "launch/repair.hpp"
#include "launch/store.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <memory>
#include <unistd.h>

namespace muster::cli {

namespace {

namespace json = boost::json;
using grade = launch::finding::grade;

struct fsck_options {
    std::string job;
    std::string place; ///< of jobs (launch/job_place.hpp)
    std::string output = "table";
    bool repair = false;
};

/// What was found, and what was done about it.
struct report {
    journal::directory where;
    launch::checkup found;
    std::vector<std::string> repaired;
    std::string state; ///< sound, repaired, or damaged
    std::string next;  ///< what to do now
};

std::string_view word(grade g) {
    switch (g) {
    case grade::sound: return "sound";
    case grade::note: return "note";
    case grade::warning: return "warning";
    case grade::damaged: break;
    }
    return "damaged";
}

std::string advice_against_damage(report const& r, std::string const& job) {
    auto const& c = r.found;
    auto const root = r.where.root.string();
    auto const& flaw = c.journal.damage;
    if (!flaw && c.spec_is_sound && c.journal.rules.flaw_count() > 0)
        return "a resume would go on from here; look at these lines first, and at their members on the "
               "platform";
    if (!flaw && !c.spec_is_sound)
        return "put spec.json back as it was (any copy with that SHA-256), or restore " + root
               + " from a backup";
    std::string text;
    if (c.journal.lines > 0) text = "muster results " + job + " lists what is sound; ";
    if (flaw && flaw->line == 1) text = "if another version of muster wrote it, use that one; else ";
    text += "restore " + root + " from a backup, or start a new job from its spec";
    if (c.spec_is_sound) text += ": muster run " + r.where.spec().string();
    return text
           + (c.sends_raw_requests
                  ? ". A new job sends its request to every member that matches, also to those that had it"
                  : ". Members that have the change by now come out as `already`");
}

std::string advice(report const& r, launch::store const& jobs) {
    auto const& j = r.found.journal;
    auto const job = r.where.id + jobs.state_option();
    bool const mendable = j.saved == journal::inspection::shortcut::unusable
                          || j.saved == journal::inspection::shortcut::contradicts;
    bool const only_that = !j.damage && j.rules.flaw_count() == 0 && r.found.spec_is_sound;
    if (r.found.damaged() && mendable && only_that)
        return "muster fsck " + job
               + " --repair moves the checkpoint aside; a resume reads all of the journal then";
    if (r.found.damaged()) return advice_against_damage(r, job);
    bool const complete = j.folded.ending() && j.folded.ending()->complete;
    std::string text = complete ? "nothing: the job is complete" : "muster resume " + job + " goes on";
    if (!complete && j.torn > 0) text += ", and cuts the torn bytes off (they are kept beside the journal)";
    if (r.found.repairable) text += "; muster fsck " + job + " --repair mends what is noted above";
    return text;
}

std::string report_table(report const& r, bool wrapped) {
    constexpr std::size_t usual_name = 15, grade_width = 9, longest_name = 30;
    std::size_t name_width = usual_name;
    for (auto const& f : r.found.findings)
        name_width = std::max(name_width, std::min(longest_name, f.what.size()));
    auto const row = [&](std::string name, std::string_view how, std::string const& text) {
        name.append(std::max(name_width, name.size()) + 2 - name.size(), ' ');
        return table_row("  " + name + std::string(how), text, wrapped, 2 + name_width + 2 + grade_width);
    };
    std::string out = table_row("job", r.where.id, wrapped);
    for (auto const& f : r.found.findings) out += row(f.what, word(f.how), f.says);
    for (auto const& done : r.repaired) out += row("repaired", "", done);
    return out + table_row("state", r.state, wrapped) + table_row("next", r.next, wrapped);
}

json::object report_json(report const& r) {
    auto const& j = r.found.journal;
    json::array checks;
    for (auto const& f : r.found.findings)
        checks.push_back(json::object{{"what", f.what}, {"grade", word(f.how)}, {"says", f.says}});
    json::object out{{"job", r.where.id},
                     {"state", r.state},
                     {"checks", checks},
                     {"journal", json::object{{"lines", j.lines}, {"bytes", j.offset}, {"torn", j.torn}}},
                     {"repaired", json::array(r.repaired.begin(), r.repaired.end())},
                     {"next", r.next}};
    if (j.damage)
        out["damage"] =
            json::object{{"line", j.damage->line}, {"offset", j.damage->offset}, {"what", j.damage->what}};
    return out;
}

[[noreturn]] void busy(journal::directory const& where) {
    throw core::job_error(core::exit_status::busy,
                          "job " + where.id
                              + " is running, and its journal cannot be judged at its end. "
                                "Wait for it, or stop that process. Nothing was changed.");
}

/// Throws core::job_error, files::io_error.
report look(launch::store& jobs, fsck_options const& o) {
    auto& storage = jobs.storage();
    report r{jobs.find_damaged_too(o.job), {}, {}, {}, {}};
    if (o.repair) {
        bool const can_be_held = storage.read(r.where.journal(), 0, 1).has_value();
        if (can_be_held) r.repaired = launch::repair_job(storage, r.where);
        r.found = launch::check_job(storage, r.where);
    } else {
        if (storage.is_locked(r.where.lock())) busy(r.where);
        r.found = launch::check_job(storage, r.where);
        if (storage.is_locked(r.where.lock())) busy(r.where); // it was taken up meanwhile
    }
    r.state = r.found.damaged() ? "damaged" : r.repaired.empty() ? "sound" : "repaired";
    r.next = advice(r, jobs);
    return r;
}

core::exit_status fsck(fsck_options const& o) {
    launch::store jobs(o.place);
    try {
        auto const r = look(jobs, o);
        std::cout << (o.output != "table" ? shown_json(json::serialize(report_json(r))) + "\n"
                                          : shown(report_table(r, ::isatty(STDOUT_FILENO) != 0)));
        return r.found.damaged() ? core::exit_status::internal : core::exit_status::ok;
    } catch (files::io_error const& e) {
        if (e.is_passing()) throw;
        throw core::job_error(core::exit_status::internal, e.what());
    }
}

} // namespace

void add_fsck(CLI::App& app, int& status) {
    auto o = std::make_shared<fsck_options>();
    auto* const command = app.add_subcommand("fsck", "Check the files of a job, and repair what can be");
    command->add_option("JOB", o->job, "The job's id")->required();
    command->add_flag("--repair", o->repair, "Mend what the journal's rules allow");
    add_place_option(*command, o->place);
    command->add_option("--output", o->output, "table, or json or jsonl: one object")
        ->check(one_of({"table", "json", "jsonl"}));
    command->footer("Reads and judges every line of the journal, and holds the checkpoint against it.\n"
                    "--repair cuts torn bytes off the journal and moves a bad checkpoint aside (both\n"
                    "are kept), removes temporary files, and takes permissions from others. Damage\n"
                    "to what was on the disk for sure is left as it is.\n"
                    "Examples:\n"
                    "  muster fsck free-plan-germany-20260131T010000Z-1a2b\n"
                    "  muster fsck free-plan-germany-20260131T010000Z-1a2b --repair\n"
                    "Exit status: 0 sound, or repaired; 2 no such job; 4 it is running; 70 damaged.");
    command->callback([o, &status] { status = static_cast<int>(fsck(*o)); });
}

} // namespace muster::cli
