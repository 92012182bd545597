#include "launch/checkup.hpp"

#include "core/digest.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "launch/job_files.hpp"
#include "launch/working_files.hpp"
#include "spec/read.hpp"

#include <algorithm>

namespace muster::launch {

namespace {

namespace fs = std::filesystem;
using grade = finding::grade;
using shortcut = journal::inspection::shortcut;

std::string mode_of(files::storage& storage, fs::path const& p) {
    auto const there = storage.look(p);
    auto const bits = there ? there->mode : 0U;
    std::string digits = "0";
    for (unsigned shift : {6U, 3U, 0U}) digits.push_back(static_cast<char>('0' + ((bits >> shift) & 7U)));
    return digits;
}

std::string at(journal::flaw const& f) {
    if (f.line == 0) return f.what; // of the journal as a whole
    return "line " + std::to_string(f.line) + ", from byte " + std::to_string(f.offset) + " on: " + f.what;
}

std::string and_more(std::uint64_t all, std::size_t shown) {
    return "and " + std::to_string(all - shown) + " more of these";
}

/// Collects findings.
class looker {
public:
    looker(files::storage& storage, journal::directory const& where, checkup& into)
        : storage_(storage),
          where_(where),
          there_(look_at_files(storage, where)),
          into_(into) {}

    void permissions() {
        auto const& open = there_.open_to_others;
        if (open.empty())
            return say("permissions", grade::sound, "the directory and its files are for their owner alone");
        into_.repairable = true;
        for (auto const& p : open)
            say(p == where_.root ? "directory" : p.filename().string(), grade::warning,
                "its mode is " + mode_of(storage_, p) + ", so that others may look into it");
    }

    void spec() {
        try {
            auto const text = files::read_file(storage_, where_.spec());
            if (!text) return say("spec.json", grade::damaged, "it is gone; put it back");
            auto const& opened = into_.journal.folded.job();
            if (opened && core::sha256(*text) != opened->spec_hash)
                return say("spec.json", grade::damaged,
                           "it is not the spec that the job was started with (SHA-256 "
                               + opened->spec_hash.substr(0, 12) + " then, "
                               + core::sha256(*text).substr(0, 12) + " now); put that back");
            auto const read = spec::read(*text, {});
            if (!read.value)
                return say("spec.json", grade::damaged,
                           "it cannot be read: " + spec::format(where_.spec().string(), read.mistakes));
            into_.spec_is_sound = true;
            if (opened && read.value->rows && read.value->rows->is_spooled() && !storage_.look(where_.rows()))
                say("rows", grade::damaged,
                    "they are gone; put them back, or begin a new job: it finds as `already` whoever is "
                    "done");
            auto const* const operation = read.value->document.if_contains("operation");
            into_.sends_raw_requests =
                operation != nullptr && operation->is_object() && operation->get_object().contains("request");
            say("spec.json", grade::sound,
                opened ? "the one that the job was started with"
                       : "it can be read; the journal cannot tell whether it is the job's");
        } catch (files::io_error const& e) {
            if (e.is_passing()) throw;
            say("spec.json", grade::damaged, e.what());
        }
    }

    void journal_lines() {
        auto const& j = into_.journal;
        auto const size = std::to_string(j.lines) + (j.lines == 1 ? " line, " : " lines, ")
                          + std::to_string(j.offset) + " bytes";
        if (j.damage) {
            if (j.lines > 0) say("journal.jsonl", grade::sound, "its first " + size);
            return say("journal.jsonl", grade::damaged, at(*j.damage));
        }
        say("journal.jsonl", grade::sound,
            size + ", " + std::to_string(j.folded.runs()) + (j.folded.runs() == 1 ? " run" : " runs"));
        auto const& opened = j.folded.job();
        if (opened && opened->job != where_.id)
            say("journal.jsonl", grade::note,
                "it is that of job " + opened->job + ": the directory was renamed or copied");
        if (opened && j.folded.key() != opened->key)
            say("key", grade::note,
                "it was replaced: its fingerprint was " + opened->key + " at the start, and is "
                    + j.folded.key() + " in the last run");
        if (j.torn == 0) return;
        into_.repairable = true;
        say("journal.jsonl", grade::note,
            std::to_string(j.torn) + (j.torn == 1 ? " byte" : " bytes") + " behind line "
                + std::to_string(j.lines) + ", from byte " + std::to_string(j.offset)
                + " on, are torn: a crash cut a write short. Nothing relies on them");
    }

    void checkpoint() {
        auto const& j = into_.journal;
        auto const name = "checkpoint.json";
        if (j.saved == shortcut::none)
            return say(name, grade::sound, "there is none; a resume reads all of the journal");
        if (j.saved == shortcut::agrees)
            return say(name, grade::sound,
                       "it says what the first " + std::to_string(j.covered)
                           + " bytes of the journal amount to");
        if (j.saved == shortcut::not_judged)
            return say(name, grade::note,
                       "it covers the first " + std::to_string(j.covered)
                           + " bytes of a damaged journal, and cannot be judged");
        if (!j.damage) into_.repairable = true;
        say(name, grade::damaged,
            j.saved == shortcut::unusable
                ? "it cannot be used: " + j.saved_why + ". The journal alone says everything"
                : "it contradicts the journal: " + j.saved_why + ". The journal is the truth");
    }

    void members() {
        auto const& j = into_.journal;
        auto const& rules = j.rules;
        for (auto const& f : rules.flaws()) say("journal.jsonl", grade::damaged, at(f));
        if (rules.flaw_count() > rules.flaws().size())
            say("journal.jsonl", grade::damaged, and_more(rules.flaw_count(), rules.flaws().size()));
        for (auto const& f : rules.met_again())
            say("members", grade::warning, at(f) + "; did the list give it twice?");
        if (rules.met_again_count() > rules.met_again().size())
            say("members", grade::warning, and_more(rules.met_again_count(), rules.met_again().size()));
        if (j.damage || rules.flaw_count() + rules.met_again_count() > 0) return;
        say("members", grade::sound,
            std::to_string(j.folded.matched()) + " matched, " + std::to_string(j.folded.totals().settled())
                + " have an outcome, none has two");
    }

    void working_files() {
        if (into_.journal.damage) return; // which cannot tell what they should be
        try {
            for (auto const& f : check_working_files(storage_, where_, into_.journal.folded))
                say(f.name, f.sound ? grade::sound : grade::damaged, f.says);
        } catch (files::io_error const& e) {
            if (e.is_passing()) throw;
            say("directory", grade::damaged, e.what());
        }
    }

    void leftovers() {
        for (auto const& p : there_.temporary) {
            into_.repairable = true;
            say(p.filename().string(), grade::note,
                "a crash left it behind while it replaced another file; nothing relies on it");
        }
        for (auto const& p : there_.put_aside)
            say(p.filename().string(), grade::note, "put aside earlier; nothing relies on it");
        for (auto const& p : there_.foreign) say(p.filename().string(), grade::note, "not muster's");
    }

private:
    void say(std::string what, grade how, std::string const& says) {
        into_.findings.push_back({core::printable(what), how, core::printable(core::redact(says))});
    }

    files::storage& storage_;
    journal::directory const& where_;
    job_files there_;
    checkup& into_;
};

} // namespace

bool checkup::damaged() const {
    return std::any_of(findings.begin(), findings.end(),
                       [](finding const& f) { return f.how == grade::damaged; });
}

checkup check_job(files::storage& storage, journal::directory const& where) {
    checkup result;
    looker look(storage, where, result);
    bool readable = true;
    try {
        result.journal = journal::inspect(storage, where);
    } catch (files::io_error const& e) {
        if (e.is_passing()) throw;
        result.journal.damage = journal::flaw{0, 0, e.what()};
        readable = false;
    }
    look.permissions();
    look.spec();
    look.journal_lines();
    if (readable) look.checkpoint();
    look.members();
    look.working_files();
    look.leftovers();
    return result;
}

} // namespace muster::launch
