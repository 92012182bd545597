#pragma once
#include "database/postgres_address.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct pg_conn; // PGconn and PGresult of libpq-fe.h, which only postgres.cpp sees
struct pg_result;

namespace muster::database {

/// Of the libpq that this process runs with, e.g. `15.10`.
std::string version_of_libpq();

/// Reads an address, a URI or libpq's `key=value` words, and completes it by what the environment says.
/// Throws core::obstacle (unfit), without any part of the address.
postgres_address read_postgres_address(std::string const& text, postgres_access to = postgres_access::write);

/// What a statement gave.
class postgres_result {
public:
    explicit postgres_result(pg_result* result) : result_(result) {}
    [[nodiscard]] int rows() const;
    [[nodiscard]] int columns() const;
    [[nodiscard]] std::string_view name(int column) const;
    /// Of its values: an OID of pg_type.
    [[nodiscard]] unsigned type(int column) const;
    [[nodiscard]] bool is_null(int row, int column) const;
    /// The bytes live as long as the result.
    [[nodiscard]] std::string_view text(int row, int column) const;
    /// A whole number that is not negative; 0 for anything else.
    [[nodiscard]] std::uint64_t number(int row, int column) const;
    /// How many rows the statement changed.
    [[nodiscard]] std::uint64_t changed() const;

private:
    friend class postgres_connection;
    struct clearer {
        void operator()(pg_result* result) const;
    };
    std::unique_ptr<pg_result, clearer> result_;
};

/// A connection to PostgreSQL; closed by its destructor, by which the server takes back what is not
/// committed. No call hangs for ever: the server ends a statement after a minute, and is waited for as long
/// as the address says. All throw postgres_error.
class postgres_connection {
public:
    explicit postgres_connection(postgres_address const& address);
    ~postgres_connection();
    postgres_connection(postgres_connection const&) = delete;
    postgres_connection& operator=(postgres_connection const&) = delete;

    /// Runs statements that hold no values; gives what the last one gave.
    postgres_result run(std::string const& sql);
    /// Runs one statement with values for `$1` and so on. None of them holds a NUL.
    postgres_result run(std::string const& sql, std::vector<std::string> const& values);
    /// Runs one statement with values, in a transaction that can change nothing, and calls `see` with each of
    /// its rows, as row 0 of what it is given; at the end with none. The server ends it after ten minutes.
    /// Constant memory.
    void query(std::string const& sql, std::vector<std::string> const& values,
               std::function<void(postgres_result const&)> const& see);
    /// Runs a COPY ... FROM STDIN with these bytes.
    void copy(std::string const& sql, std::string_view rows);

private:
    void connect(postgres_address const& address);
    void set_up();
    /// Waits until the connection can be read, or written too, as long as the server may take.
    void wait(bool to_write, std::chrono::steady_clock::time_point until);
    void flush();
    void send(std::string const& sql, std::vector<std::string> const& values);
    /// The next result; null at the end of what was sent.
    std::unique_ptr<pg_result, postgres_result::clearer> next(std::chrono::seconds within);
    /// The last result of what was sent; throws the first error.
    postgres_result last();
    [[noreturn]] void fail(pg_result const* result);
    [[noreturn]] void lost(std::string const& why);

    std::string shown_;
    std::chrono::seconds answers_within_;
    bool connecting_ = true;
    struct finisher {
        void operator()(pg_conn* connection) const;
    };
    std::unique_ptr<pg_conn, finisher> connection_;
};

} // namespace muster::database
