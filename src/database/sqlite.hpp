#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3; // of sqlite3.h, which only sqlite.cpp sees
struct sqlite3_stmt;

namespace muster::database {

/// Of the SQLite that this process runs with, e.g. `3.40.1`.
std::string version_of_sqlite();

/// SQLite does not take what one row holds: a constraint of the table is in the way. The statement had no
/// effect, and the transaction goes on.
class sqlite_refusal : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A database of SQLite, for one thread at a time. Closed by its destructor, which takes back what is not
/// committed. All throws core::obstacle, by what SQLite's code means: a lock that others hold is passing, a
/// disk that is full or a file that cannot be read is lasting, anything else is unfit.
class sqlite_database {
public:
    enum class access {
        write, ///< the file is made if it is missing
        read,
        look ///< as read, but no file is left beside it, as a reader leaves some where WAL is its mode
    };
    /// Opens the file; waits for others' locks for `patience_ms` in every call.
    sqlite_database(std::filesystem::path const& file, int patience_ms, access to = access::write);
    ~sqlite_database();
    sqlite_database(sqlite_database const&) = delete;
    sqlite_database& operator=(sqlite_database const&) = delete;

    /// Statements that end later than that from now are broken off, which is passing.
    void end_statements_after(std::chrono::seconds time);
    /// Runs statements that give no rows and hold no values.
    void run(std::string const& sql);
    /// How many rows the last statement changed.
    [[nodiscard]] std::uint64_t changed() const;
    /// Whether a transaction is open: a trigger may have taken it back.
    [[nodiscard]] bool in_transaction() const;

private:
    friend class sqlite_statement;
    [[noreturn]] void fail(int code) const;

    std::string file_; ///< for people
    std::chrono::steady_clock::time_point end_at_{};
    struct closer {
        void operator()(sqlite3* db) const;
    };
    std::unique_ptr<sqlite3, closer> db_;
};

/// A prepared statement of a database, which must outlive it. Parameters and columns are counted as in
/// SQLite: from 1 and from 0. Throws as its database does.
class sqlite_statement {
public:
    sqlite_statement(sqlite_database& db, std::string const& sql);

    void bind(int parameter, std::string_view text);
    void bind(int parameter, std::int64_t number);
    void bind(int parameter, double number);
    void bind_null(int parameter);

    /// Goes on to the next row; false at the end, where it is ready to be run anew. Throws sqlite_refusal
    /// too.
    bool step();
    /// For a statement that gives no rows.
    void run();
    /// Makes it ready to be run anew although it has rows left. The values stay bound.
    void reset();

    /// Whether it is one statement that changes nothing in the database.
    [[nodiscard]] bool only_reads() const;
    /// How many parameters it has.
    [[nodiscard]] int parameters() const;

    enum class type { null, integer, real, text, blob };
    [[nodiscard]] int columns() const;
    [[nodiscard]] std::string_view name(int column) const;
    /// Of the value in this row: SQLite's columns have none.
    [[nodiscard]] type type_of(int column) const;
    [[nodiscard]] bool is_null(int column) const;
    /// The bytes are there until the next step or reset.
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] std::int64_t number(int column) const;
    [[nodiscard]] double real(int column) const;

private:
    void check(int code);

    sqlite_database& db_;
    bool is_one_ = true; // nothing but blanks stands behind it
    struct finalizer {
        void operator()(sqlite3_stmt* statement) const;
    };
    std::unique_ptr<sqlite3_stmt, finalizer> statement_;
};

} // namespace muster::database
