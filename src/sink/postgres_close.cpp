#include "sink/postgres_close.hpp"

#include "sink/id_list.hpp"
#include "sink/table_state.hpp"

#include <optional>

namespace muster::sink {
namespace {

/// What was said at the end, if it came to that already. Holds the row until the transaction ends.
std::optional<closing> said_before(database::postgres_connection& db, table_layout const& layout,
                                   std::string const& job) {
    auto const read = db.run("SELECT finished_at, removed, withheld, living, examples FROM "
                                 + layout.quoted_exports() + " WHERE table_name = $1 AND job = $2 FOR UPDATE",
                             {layout.key(), job});
    if (read.rows() == 0)
        throw core::obstacle(core::obstacle::kind::unfit, "muster_exports no longer knows of this export to "
                                                              + layout.shown + "; begin a new job");
    if (read.is_null(0, 0)) return std::nullopt;
    return closing{read.number(0, 1), read.number(0, 2), read.number(0, 3), read_ids(read.text(0, 4))};
}

/// Marks those who are gone, or says why not.
closing remove(database::postgres_connection& db, table_layout const& layout,
               table_settings const& settings) {
    auto const table = layout.quoted_table();
    // Or it is taken for a small one, and looked through for each row.
    db.run("ANALYZE " + layout.quoted_walk());
    db.run("CREATE TEMPORARY TABLE muster_gone ON COMMIT DROP AS SELECT t.id FROM " + table
           + " AS t WHERE t.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM " + layout.quoted_walk()
           + " AS w, pg_catalog.unnest(w.ids) AS met (id) WHERE met.id = t.id)");
    closing end;
    auto const gone = db.run("SELECT count(*) FROM pg_temp.muster_gone").number(0, 0);
    if (gone == 0) return end;
    auto const living = db.run("SELECT count(*) FROM " + table + " WHERE deleted_at IS NULL").number(0, 0);
    if (too_many(gone, living, settings.max_removals)) {
        end.withheld = gone;
        end.rows = living;
        auto const first = db.run("SELECT id FROM pg_temp.muster_gone ORDER BY id COLLATE \"C\" LIMIT 5");
        for (int i = 0; i < first.rows(); ++i) end.examples.emplace_back(first.text(i, 0));
        return end;
    }
    auto const mark = "UPDATE " + table
                      + " AS t SET deleted_at = pg_catalog.now() FROM pg_temp.muster_gone AS g"
                        " WHERE g.id = t.id";
    end.removed = settings.only_changed ? db.run("WITH marked AS (" + mark + " RETURNING t.id) INSERT INTO "
                                                     + layout.quoted_changes()
                                                     + " (id, change, at, job) SELECT id, 'removed', "
                                                       "pg_catalog.now(), $1::text FROM marked"
                                                       " ORDER BY id COLLATE \"C\"",
                                                 {settings.job})
                                              .changed()
                                        : db.run(mark).changed();
    return end;
}

} // namespace

closing close_tables(database::postgres_connection& db, table_layout const& layout,
                     table_settings const& settings, bool whole) {
    db.run("BEGIN");
    if (auto const said = said_before(db, layout, settings.job)) {
        db.run("COMMIT");
        return *said;
    }
    auto const end = whole ? remove(db, layout, settings) : closing{};
    db.run(
        "UPDATE " + layout.quoted_exports()
            + " SET finished_at = pg_catalog.now(), removed = $3, withheld = $4, living = $5, examples = $6, "
            + layout.remember_comparison() + " WHERE table_name = $1 AND job = $2",
        {layout.key(), settings.job, std::to_string(end.removed), std::to_string(end.withheld),
         std::to_string(end.rows), write_ids(end.examples)});
    db.run("DROP TABLE " + layout.quoted_walk());
    db.run("COMMIT");
    return end;
}

} // namespace muster::sink
