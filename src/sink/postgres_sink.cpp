#include "sink/postgres_sink.hpp"

#include "database/postgres.hpp"
#include "database/postgres_errors.hpp"
#include "sink/copy_text.hpp"
#include "sink/id_list.hpp"
#include "sink/postgres_close.hpp"
#include "sink/postgres_page.hpp"
#include "sink/postgres_tables.hpp"

#include <optional>
#include <utility>

namespace muster::sink {
namespace {

/// The database while it is connected.
class postgres_session {
public:
    postgres_session(database::postgres_address const& address, table_layout& layout,
                     table_settings const& settings, std::string const& mark)
        : layout_(layout),
          settings_(settings),
          db_(address),
          state_(ready(layout, mark)),
          page_(db_, layout, settings, state_.compares) {}

    receipt write(std::span<row const> rows) {
        // A page is a small part of the table, in which each of its rows is looked up by its id. The planner
        // knows little of a table that was made a minute ago: it would read all of it for each page, and
        // compile machine code for that.
        db_.run("BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off;"
                " SET LOCAL enable_mergejoin = off; SET LOCAL jit = off");
        advance();
        if (!state_.finished) meet(rows);
        auto done = page_.put(rows);
        db_.run("COMMIT");
        done.mark = std::to_string(++state_.batches);
        return done;
    }

    closing finish(bool whole) {
        auto const end = close_tables(db_, layout_, settings_, whole);
        state_.finished = true;
        return end;
    }

private:
    table_state ready(table_layout& layout, std::string const& mark) {
        find_schema(db_, layout);
        lock_table(db_, layout);
        return ready_tables(db_, layout, settings_, mark);
    }

    /// Counts the page. Whoever restores the database or exports to the table meanwhile is noticed here.
    void advance() {
        auto const counted = db_.run("UPDATE " + layout_.quoted_exports()
                                         + " SET batches = batches + 1, written_at = pg_catalog.now()"
                                           " WHERE table_name = $1 AND job = $2 AND batches = $3",
                                     {layout_.key(), settings_.job, std::to_string(state_.batches)});
        if (counted.changed() != 1)
            throw core::obstacle(core::obstacle::kind::unfit,
                                 "somebody else has changed what muster_exports says of the table "
                                     + layout_.shown + "; begin a new job");
    }

    /// Also whose rows are refused: they are members.
    void meet(std::span<row const> rows) {
        db_.run("INSERT INTO " + layout_.quoted_walk() + " (ids) VALUES ($1)", {array_text(ids_of(rows))});
    }

    table_layout const& layout_;
    table_settings const& settings_;
    database::postgres_connection db_;
    table_state state_;
    postgres_page page_;
};

class postgres_sink final : public sink {
public:
    postgres_sink(std::string address, table_settings settings)
        : address_(std::move(address)),
          settings_(std::move(settings)) {}

    void look() override {
        table_layout layout(settings_, dialect::postgres);
        database::postgres_connection db(database::read_postgres_address(address_));
        db.run("BEGIN READ ONLY");
        find_schema(db, layout);
        look_at_tables(db, layout, settings_);
        look_at_lock(db, layout);
    }
    void open(std::string const& mark) override {
        session_.reset();
        layout_.emplace(settings_, dialect::postgres);
        within(
            [&] { session_.emplace(database::read_postgres_address(address_), *layout_, settings_, mark); });
    }
    receipt write(std::span<row const> rows) override {
        return within([&] { return session_->write(rows); });
    }
    closing finish(bool whole) override {
        return within([&] { return session_->finish(whole); });
    }

private:
    /// After an error the connection is closed, so that nobody waits for what is taken back.
    template <class Act>
    auto within(Act const& act) -> decltype(act()) {
        try {
            return act();
        } catch (...) {
            session_.reset();
            throw;
        }
    }

    std::string address_;
    table_settings settings_;
    std::optional<table_layout> layout_;
    std::optional<postgres_session> session_;
};

} // namespace

std::unique_ptr<sink> make_postgres_sink(std::string address, table_settings settings) {
    return std::make_unique<postgres_sink>(std::move(address), std::move(settings));
}

} // namespace muster::sink
