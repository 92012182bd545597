#pragma once
#include "database/sqlite.hpp"
#include "desk.hpp"
#include "launch/archive.hpp"
#include "launch/history.hpp"
#include "launch/removal.hpp"

#include <string>
#include <vector>

namespace muster::launch::tests {

inline journal::intent an_intent(std::string const& member, std::string const& email = "",
                                 std::string const& to = "x") {
    journal::intent i;
    i.member = member;
    i.page = 1;
    i.change = {{"update", {{"set", {{"note", to}}}}}};
    i.before = {{"note", nullptr}};
    i.email = email;
    return i;
}

inline journal::member_settled settled(std::string const& member, std::string const& at = "",
                                       core::outcome o = core::outcome::done) {
    journal::member_settled s;
    s.member = member;
    s.page = 1;
    s.outcome = o;
    s.attempts = 1;
    s.at = at;
    return s;
}

inline journal::run_started a_run(std::uint64_t number = 1) {
    return {number, 1, "host", "2026-01-31T01:00:00.000Z"};
}

/// A state directory, and how what `muster history` shows of it reads.
struct history_desk : desk {
    /// A deed a line: the job, whose, when, to what.
    std::vector<std::string> ask(std::string const& name) {
        found = history_of(jobs, name, choices);
        choices.rebuild = false;
        std::vector<std::string> lines;
        for (auto const& p : found.deeds)
            lines.push_back(p.job + (p.archived ? "!" : "") + (p.open ? "?" : "") + "|"
                            + p.what.settled.member + "|" + p.what.at + "|"
                            + (p.what.change.is_null()
                                   ? "-"
                                   : std::string(p.what.change.at_pointer("/update/set/note").get_string())));
        return lines;
    }
    std::vector<std::string> expect(std::initializer_list<std::string> lines) { return lines; }
    void archive(std::string const& id, bool remove) {
        auto const held = held_job::open(storage, jobs.where(id));
        archive_job(held, storage, jobs.archive_of(id));
        if (remove) remove_job(held, storage);
    }
    std::int64_t count(std::string const& table) {
        database::sqlite_database db(index, 1000, database::sqlite_database::access::read);
        database::sqlite_statement s(db, "SELECT count(*) FROM " + table);
        s.step();
        return s.number(0);
    }
    void alter(std::string const& sql) { database::sqlite_database(index, 1000).run(sql); }

    std::filesystem::path const index = path / "state" / std::string(history_file);
    history_choices choices;
    member_history found;
};

} // namespace muster::launch::tests
