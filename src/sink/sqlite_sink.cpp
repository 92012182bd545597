#include "sink/sqlite_sink.hpp"

#include "core/ascii.hpp"
#include "core/digest.hpp"
#include "database/sqlite.hpp"
#include "sink/id_list.hpp"
#include "sink/place_of_file.hpp"
#include "sink/sqlite_close.hpp"
#include "sink/sqlite_page.hpp"
#include "sink/sqlite_tables.hpp"

#include <optional>
#include <utility>

namespace muster::sink {
namespace {

constexpr int patience_ms = 10'000; // for others who write to the same file

/// A file of its own for each table of each database.
std::filesystem::path lock_file(std::filesystem::path const& file, std::string const& table) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyz0123456789_-";
    auto const name = core::lower_ascii(table);
    auto lock = file;
    return lock +=
           "." + (name.find_first_not_of(plain) == name.npos ? name : core::fingerprint(name)) + ".lock";
}

/// The database while it is open, and what is asked of it for each page.
class sqlite_session {
public:
    sqlite_session(std::filesystem::path const& file, table_settings const& settings,
                   table_layout const& layout, std::string const& mark)
        : settings_(settings),
          layout_(layout),
          db_(file, patience_ms),
          state_(ready(mark)),
          advance_(db_, "UPDATE " + layout.quoted_exports()
                            + " SET batches = batches + 1, written_at = " + std::string(sqlite_now)
                            + " WHERE table_name = ?1 AND job = ?2 AND batches = ?3 RETURNING written_at"),
          page_(db_, layout, settings, state_.compares) {
        if (!state_.finished)
            meet_.emplace(db_, "INSERT INTO " + layout.quoted_walk() + " (ids) VALUES (?1)");
    }

    receipt write(std::span<row const> rows) {
        receipt done;
        db_.run("BEGIN IMMEDIATE");
        page_.begin(advance());
        meet(rows);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            try {
                if (!rows[i].cells.empty()) ++(page_.put(rows[i]) ? done.written : done.unchanged);
            } catch (database::sqlite_refusal const& e) {
                if (!db_.in_transaction())
                    throw core::obstacle(core::obstacle::kind::unfit,
                                         "a trigger of the table " + layout_.shown
                                             + " takes the whole transaction back: " + e.what());
                done.refused.push_back(
                    {i, "unfit-value", "the database does not take it: " + std::string(e.what())});
            }
        }
        page_.write_notes();
        db_.run("COMMIT");
        done.mark = std::to_string(++state_.batches);
        return done;
    }

    closing finish(bool whole) {
        auto const end = close_tables(db_, layout_, settings_, whole);
        state_.finished = true;
        meet_.reset();
        return end;
    }

private:
    /// Before the first transaction: neither can be set within one.
    table_state ready(std::string const& mark) {
        {
            database::sqlite_statement mode(db_, "PRAGMA journal_mode = WAL");
            if (!mode.step() || mode.text(0) != "wal")
                throw core::obstacle(
                    core::obstacle::kind::lasting,
                    "the SQLite database cannot be put into WAL mode, in which others can read it while "
                    "it is written: is it on a network's file system? Use a local disk");
        }
        db_.run("PRAGMA synchronous = FULL");
        return ready_tables(db_, layout_, settings_, mark);
    }

    /// Counts the page, and gives the time. Whoever restores the file or exports to the table meanwhile is
    /// noticed here.
    std::string advance() {
        advance_.bind(1, layout_.key());
        advance_.bind(2, settings_.job);
        advance_.bind(3, static_cast<std::int64_t>(state_.batches));
        if (!advance_.step())
            throw core::obstacle(core::obstacle::kind::unfit,
                                 "somebody else has changed what muster_exports says of the table "
                                     + layout_.shown + "; begin a new job");
        std::string now(advance_.text(0));
        advance_.run(); // to its end
        return now;
    }

    /// Also whose rows are refused: they are members.
    void meet(std::span<row const> rows) {
        if (!meet_) return;
        meet_->bind(1, write_ids(ids_of(rows)));
        meet_->run();
    }

    table_settings const& settings_;
    table_layout const& layout_;
    database::sqlite_database db_; // outlives the statements
    table_state state_;
    database::sqlite_statement advance_;
    sqlite_page page_;
    std::optional<database::sqlite_statement> meet_; // none once the walk is over
};

class sqlite_sink final : public sink {
public:
    sqlite_sink(files::storage& files, std::filesystem::path file, table_settings settings)
        : files_(files),
          file_(std::move(file)),
          settings_(std::move(settings)) {}

    void look() override {
        table_layout const layout(settings_, dialect::sqlite);
        if (is_there()) {
            database::sqlite_database db(file_, patience_ms, database::sqlite_database::access::look);
            look_at_tables(db, layout, settings_);
        }
        if (is_held(layout)) refuse_second(layout);
    }
    void open(std::string const& mark) override {
        session_.reset();
        if (!layout_) layout_.emplace(settings_, dialect::sqlite);
        hold();
        session_.emplace(file_, settings_, *layout_, mark);
    }
    receipt write(std::span<row const> rows) override {
        return within([&] { return session_->write(rows); });
    }
    closing finish(bool whole) override {
        return within([&] { return session_->finish(whole); });
    }

private:
    /// Takes the lock, and makes the file: it holds members' data, and SQLite would let everybody read it.
    void hold() try {
        if (!lock_) lock_ = files_.lock(lock_file(file_, layout_->table), settings_.job + "\n");
        if (!lock_) refuse_second(*layout_);
        if (files_.look(file_)) return;
        files_.open_append(file_);
        files_.sync_directory(file_.parent_path());
    } catch (files::io_error const& e) {
        throw core::obstacle(core::obstacle::kind::lasting,
                             std::string(e.what()) + ". Mend that, then resume the job");
    }

    [[noreturn]] void refuse_second(table_layout const& layout) const {
        throw core::obstacle(core::obstacle::kind::passing, "another export is writing to the table "
                                                                + layout.shown + " of " + file_.string()
                                                                + " now: it has to end first");
    }

    [[nodiscard]] bool is_there() const try {
        look_at_place(files_, file_);
        return files_.look(file_).has_value();
    } catch (files::io_error const& e) {
        throw core::obstacle(core::obstacle::kind::lasting, e.what());
    }
    [[nodiscard]] bool is_held(table_layout const& layout) const try {
        return files_.is_locked(lock_file(file_, layout.table));
    } catch (files::io_error const& e) {
        throw core::obstacle(core::obstacle::kind::lasting, e.what());
    }

    /// After an error the database is closed, so that nobody waits for what is taken back.
    template <class Act>
    auto within(Act const& act) -> decltype(act()) {
        try {
            return act();
        } catch (...) {
            session_.reset();
            throw;
        }
    }

    files::storage& files_;
    std::filesystem::path file_;
    table_settings settings_;
    std::optional<table_layout> layout_;
    std::unique_ptr<files::file_lock> lock_;
    std::optional<sqlite_session> session_;
};

} // namespace

std::unique_ptr<sink> make_sqlite_sink(files::storage& files, std::filesystem::path file,
                                       table_settings settings) {
    return std::make_unique<sqlite_sink>(files, std::move(file), std::move(settings));
}

} // namespace muster::sink
