#include "database/sqlite.hpp"

#include "core/obstacle.hpp"
#include "core/printable.hpp"

#include <cerrno>
#include <sqlite3.h>

namespace muster::database {
namespace {

/// What it means for the job, and what is to be done.
struct sqlite_meaning {
    core::obstacle::kind kind;
    std::string_view advice;
};

sqlite_meaning meaning(int primary_code, int system_error) {
    using kind = core::obstacle::kind;
    bool const by_system = primary_code == SQLITE_IOERR || primary_code == SQLITE_CANTOPEN;
    if (by_system && (system_error == ENOSPC || system_error == EDQUOT)) primary_code = SQLITE_FULL;
    switch (primary_code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return {kind::passing, "another program is writing to it"};
    case SQLITE_INTERRUPT: return {kind::passing, "it took too long"};
    case SQLITE_NOMEM: return {kind::passing, "there is not enough memory"};
    case SQLITE_FULL: return {kind::lasting, "the disk is full: make room, then resume the job"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {kind::unfit,
                "it is no database, or damaged: put it right or name another file, and begin a new job"};
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_PROTOCOL: return {kind::lasting, "mend that first"};
    default: return {kind::unfit, "the statement does not fit the database"};
    }
}

/// Whether no file beside the database holds a part of it. That somebody makes one a moment later is no harm:
/// the database itself is written to only when much stands in it, or at the end.
bool all_stands_in(std::filesystem::path const& file) {
    for (auto const* const ending : {"-wal", "-journal"}) {
        auto beside = file;
        std::error_code error;
        if (std::filesystem::exists(beside += ending, error)) return false;
    }
    return true;
}

/// The URI of a file that SQLite is to take for one that nobody writes to, so that it needs no other beside
/// it.
std::string immutable(std::string const& file) {
    std::string uri = file.starts_with('/') ? "file://" : "file:";
    for (char const c : file) {
        constexpr std::string_view digits = "0123456789abcdef";
        auto const byte = static_cast<unsigned char>(c);
        bool const plain = c != '%' && c != '?' && c != '#';
        if (plain)
            uri += c;
        else
            (uri += '%').append({digits[byte / 16], digits[byte % 16]});
    }
    return uri + "?immutable=1";
}

} // namespace

std::string version_of_sqlite() {
    return ::sqlite3_libversion();
}

void sqlite_database::closer::operator()(sqlite3* db) const {
    ::sqlite3_close(db);
}

sqlite_database::sqlite_database(std::filesystem::path const& file, int patience_ms, access to)
    : file_(file.string()) {
    sqlite3* opened = nullptr;
    int how = to == access::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    auto name = file_;
    if (to == access::look && all_stands_in(file)) {
        how |= SQLITE_OPEN_URI;
        name = immutable(file_);
    }
    int const code = ::sqlite3_open_v2(name.c_str(), &opened, how | SQLITE_OPEN_NOMUTEX, nullptr);
    db_.reset(opened);
    if (code != SQLITE_OK) fail(code);
    ::sqlite3_extended_result_codes(db_.get(), 1);
    ::sqlite3_busy_timeout(db_.get(), patience_ms);
}

sqlite_database::~sqlite_database() = default;

void sqlite_database::fail(int code) const {
    constexpr int primary = 0xFF; // the other bits say more about it
    auto const means = meaning(code & primary, db_ ? ::sqlite3_system_errno(db_.get()) : 0);
    auto const* const why = db_ ? ::sqlite3_errmsg(db_.get()) : ::sqlite3_errstr(code);
    throw core::obstacle(means.kind, "the SQLite database " + file_ + ": " + core::printable(why) + " ("
                                         + std::string(means.advice) + ")");
}

void sqlite_database::end_statements_after(std::chrono::seconds time) {
    constexpr int steps = 100'000; // of SQLite's machine, some milliseconds
    end_at_ = std::chrono::steady_clock::now() + time;
    ::sqlite3_progress_handler(
        db_.get(), steps,
        [](void* at) {
            auto const end = *static_cast<std::chrono::steady_clock::time_point const*>(at);
            return std::chrono::steady_clock::now() > end ? 1 : 0;
        },
        &end_at_);
}

void sqlite_database::run(std::string const& sql) {
    if (auto const code = ::sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr);
        code != SQLITE_OK)
        fail(code);
}

std::uint64_t sqlite_database::changed() const {
    return static_cast<std::uint64_t>(::sqlite3_changes64(db_.get()));
}

bool sqlite_database::in_transaction() const {
    return ::sqlite3_get_autocommit(db_.get()) == 0;
}

void sqlite_statement::finalizer::operator()(sqlite3_stmt* statement) const {
    ::sqlite3_finalize(statement);
}

sqlite_statement::sqlite_statement(sqlite_database& db, std::string const& sql) : db_(db) {
    sqlite3_stmt* made = nullptr;
    char const* rest = nullptr;
    auto const code = ::sqlite3_prepare_v3(db.db_.get(), sql.c_str(), static_cast<int>(sql.size()),
                                           SQLITE_PREPARE_PERSISTENT, &made, &rest);
    statement_.reset(made);
    if (code != SQLITE_OK) db_.fail(code);
    while (is_one_ && *rest != '\0') { // what is only blanks and comments comes to no statement
        auto const* const from = rest;
        bool const well = ::sqlite3_prepare_v3(db.db_.get(), from, -1, 0, &made, &rest) == SQLITE_OK;
        is_one_ = well && made == nullptr;
        ::sqlite3_finalize(made);
    }
}

bool sqlite_statement::only_reads() const {
    return is_one_ && statement_ && ::sqlite3_stmt_readonly(statement_.get()) != 0;
}

int sqlite_statement::parameters() const {
    return ::sqlite3_bind_parameter_count(statement_.get());
}

void sqlite_statement::check(int code) {
    if (code == SQLITE_OK) return;
    if (code == SQLITE_TOOBIG) throw sqlite_refusal("it is larger than SQLite's values can be");
    db_.fail(code);
}

void sqlite_statement::bind(int parameter, std::string_view text) {
    // Of an empty view the address may be null, which would be NULL.
    check(::sqlite3_bind_text64(statement_.get(), parameter, text.empty() ? "" : text.data(), text.size(),
                                SQLITE_TRANSIENT, SQLITE_UTF8));
}

void sqlite_statement::bind(int parameter, std::int64_t number) {
    check(::sqlite3_bind_int64(statement_.get(), parameter, number));
}

void sqlite_statement::bind(int parameter, double number) {
    check(::sqlite3_bind_double(statement_.get(), parameter, number));
}

void sqlite_statement::bind_null(int parameter) {
    check(::sqlite3_bind_null(statement_.get(), parameter));
}

bool sqlite_statement::step() {
    auto const code = ::sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) {
        reset();
        return false;
    }
    switch (code & 0xFF) {
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG: {
        sqlite_refusal const refusal(core::printable(::sqlite3_errmsg(db_.db_.get())));
        reset();
        throw refusal;
    }
    default: db_.fail(code);
    }
}

void sqlite_statement::run() {
    while (step()) {
    }
}

void sqlite_statement::reset() {
    ::sqlite3_reset(statement_.get()); // tells the last step's error again, which was thrown already
}

int sqlite_statement::columns() const {
    return ::sqlite3_column_count(statement_.get());
}

std::string_view sqlite_statement::name(int column) const {
    auto const* const text = ::sqlite3_column_name(statement_.get(), column);
    return text != nullptr ? text : "";
}

sqlite_statement::type sqlite_statement::type_of(int column) const {
    switch (::sqlite3_column_type(statement_.get(), column)) {
    case SQLITE_INTEGER: return type::integer;
    case SQLITE_FLOAT: return type::real;
    case SQLITE_BLOB: return type::blob;
    case SQLITE_NULL: return type::null;
    default: return type::text;
    }
}

bool sqlite_statement::is_null(int column) const {
    return ::sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::string_view sqlite_statement::text(int column) const {
    auto const* const bytes = ::sqlite3_column_text(statement_.get(), column);
    if (bytes == nullptr) return {};
    return {reinterpret_cast<char const*>(bytes),
            static_cast<std::size_t>(::sqlite3_column_bytes(statement_.get(), column))};
}

std::int64_t sqlite_statement::number(int column) const {
    return ::sqlite3_column_int64(statement_.get(), column);
}

double sqlite_statement::real(int column) const {
    return ::sqlite3_column_double(statement_.get(), column);
}

} // namespace muster::database
