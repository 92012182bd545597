#include "sink/sqlite_close.hpp"

#include "sink/closing_text.hpp"
#include "sink/sqlite_tables.hpp"
#include "sink/table_state.hpp"

#include <optional>

namespace muster::sink {
namespace {

constexpr int most_examples = 5;

class end_of_export {
public:
    end_of_export(database::sqlite_database& db, table_layout const& layout, table_settings const& settings)
        : db_(db),
          layout_(layout),
          settings_(settings),
          living_("FROM " + layout.quoted_table() + " WHERE deleted_at IS NULL"),
          gone_(living_ + " AND id NOT IN (SELECT id FROM " + layout.quoted_walk() + ")") {}

    /// What was said at the end, if it came to that already.
    std::optional<closing> before() {
        database::sqlite_statement read(db_, "SELECT finished_at, removed, withheld, living, examples FROM "
                                                 + layout_.quoted_exports()
                                                 + " WHERE table_name = ?1 AND job = ?2");
        read.bind(1, layout_.key());
        read.bind(2, settings_.job);
        if (!read.step())
            throw core::obstacle(core::obstacle::kind::unfit,
                                 "muster_exports no longer knows of this export to " + layout_.shown
                                     + "; begin a new job");
        if (read.is_null(0)) return std::nullopt;
        auto const count = [&](int column) { return static_cast<std::uint64_t>(read.number(column)); };
        return closing{count(1), count(2), count(3), read_examples(read.text(4))};
    }

    /// Marks those who are gone, or says why not.
    closing remove() {
        closing end;
        auto const gone = count(gone_), living = count(living_);
        if (gone == 0) return end;
        if (too_many(gone, living, settings_.max_removals)) {
            end.withheld = gone;
            end.rows = living;
            database::sqlite_statement first(db_, "SELECT id " + gone_ + " ORDER BY id LIMIT "
                                                      + std::to_string(most_examples));
            while (first.step()) end.examples.emplace_back(first.text(0));
            return end;
        }
        auto const now = std::string(sqlite_now);
        if (settings_.only_changed) {
            database::sqlite_statement note(db_, "INSERT INTO " + layout_.quoted_changes()
                                                     + " (id, change, at, job) SELECT id, "
                                                       "'removed', "
                                                     + now + ", ?1 " + gone_ + " ORDER BY id");
            note.bind(1, settings_.job);
            note.run();
        }
        db_.run("UPDATE " + layout_.quoted_table() + " SET deleted_at = " + now
                + gone_.substr(gone_.find(" WHERE")));
        end.removed = gone;
        return end;
    }

    void note(closing const& end) {
        database::sqlite_statement write(
            db_, "UPDATE " + layout_.quoted_exports() + " SET finished_at = " + std::string(sqlite_now)
                     + ", removed = ?3, withheld = ?4, living = ?5, examples = ?6, "
                     + layout_.remember_comparison() + " WHERE table_name = ?1 AND job = ?2");
        write.bind(1, layout_.key());
        write.bind(2, settings_.job);
        write.bind(3, static_cast<std::int64_t>(end.removed));
        write.bind(4, static_cast<std::int64_t>(end.withheld));
        write.bind(5, static_cast<std::int64_t>(end.rows));
        write.bind(6, write_examples(end.examples));
        write.run();
    }

private:
    std::uint64_t count(std::string const& rows) {
        database::sqlite_statement query(db_, "SELECT count(*) " + rows);
        query.step();
        return static_cast<std::uint64_t>(query.number(0));
    }

    database::sqlite_database& db_;
    table_layout const& layout_;
    table_settings const& settings_;
    std::string living_, gone_; // FROM ... WHERE ...: the rows of members that live, and that were not met
};

} // namespace

closing close_tables(database::sqlite_database& db, table_layout const& layout,
                     table_settings const& settings, bool whole) {
    end_of_export it(db, layout, settings);
    db.run("BEGIN IMMEDIATE");
    if (auto const said = it.before()) {
        db.run("COMMIT");
        return *said;
    }
    auto const end = whole ? it.remove() : closing{};
    it.note(end);
    db.run("DROP TABLE " + layout.quoted_walk());
    db.run("COMMIT");
    return end;
}

} // namespace muster::sink
