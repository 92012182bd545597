#include "sink/sqlite_close.hpp"

#include "sink/id_list.hpp"
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
          settings_(settings) {}

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
        return closing{count(1), count(2), count(3), read_ids(read.text(4))};
    }

    /// Marks those who are gone, or says why not.
    closing remove() {
        find_gone();
        closing end;
        auto const gone = count("temp.muster_gone");
        if (gone == 0) return end;
        auto const living = count(layout_.quoted_table() + " WHERE deleted_at IS NULL");
        if (too_many(gone, living, settings_.max_removals)) {
            end.withheld = gone;
            end.rows = living;
            database::sqlite_statement first(db_, "SELECT id FROM temp.muster_gone ORDER BY id LIMIT "
                                                      + std::to_string(most_examples));
            while (first.step()) end.examples.emplace_back(first.text(0));
            return end;
        }
        auto const now = std::string(sqlite_now);
        if (settings_.only_changed) {
            database::sqlite_statement note(db_, "INSERT INTO " + layout_.quoted_changes()
                                                     + " (id, change, at, job) SELECT id, 'removed', " + now
                                                     + ", ?1 FROM temp.muster_gone ORDER BY id");
            note.bind(1, settings_.job);
            note.run();
        }
        db_.run("UPDATE " + layout_.quoted_table() + " SET deleted_at = " + now
                + " WHERE id IN (SELECT id FROM temp.muster_gone)");
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
        write.bind(6, write_ids(end.examples));
        write.run();
    }

private:
    /// The living whom the walk has not met. Both lists come in the order of their ids, and are gone through
    /// side by side: a look-up of each would read another page of a tree.
    void find_gone() {
        db_.run("DROP TABLE IF EXISTS temp.muster_gone");
        db_.run("CREATE TEMP TABLE muster_gone AS SELECT t.id FROM (SELECT id FROM " + layout_.quoted_table()
                + " EXCEPT SELECT value FROM " + layout_.quoted_walk()
                + ", json_each(ids) ORDER BY 1) AS missing JOIN " + layout_.quoted_table()
                + " AS t ON t.id = missing.id WHERE t.deleted_at IS NULL");
    }

    std::uint64_t count(std::string const& rows) {
        database::sqlite_statement query(db_, "SELECT count(*) FROM " + rows);
        query.step();
        return static_cast<std::uint64_t>(query.number(0));
    }

    database::sqlite_database& db_;
    table_layout const& layout_;
    table_settings const& settings_;
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
