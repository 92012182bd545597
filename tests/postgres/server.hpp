#pragma once
#include <memory>
#include <string>
#include <sys/types.h>

namespace muster::tests {

/// A server of PostgreSQL on a data directory that tests/postgres/run has made, as a child of this process;
/// at a socket only, unless `options` say otherwise.
class postgres_server {
public:
    postgres_server();
    ~postgres_server();
    postgres_server(postgres_server const&) = delete;
    postgres_server& operator=(postgres_server const&) = delete;

    /// Starts it, and returns once it takes connections.
    void start();
    /// Kills its first process, as the kernel does when memory is short; the others end themselves.
    void kill();
    void stop();

    /// The address of a database, in which names mean those of that schema.
    [[nodiscard]] std::string address(std::string const& schema, std::string const& more = {}) const;
    [[nodiscard]] std::string const& directory() const { return directory_; }
    [[nodiscard]] std::string port() const;

private:
    [[nodiscard]] std::string log_name() const;
    [[nodiscard]] bool answers() const;
    void end(int signal);

    std::string program_, directory_;
    pid_t pid_ = 0;
};

/// The one for all tests, started with the first of them.
postgres_server& server();

/// A connection of a test's own.
class postgres_client {
public:
    explicit postgres_client(std::string const& address);
    ~postgres_client();
    postgres_client(postgres_client const&) = delete;
    postgres_client& operator=(postgres_client const&) = delete;
    /// The rows of the last statement, a line each, cells between bars; null is `-`. Throws
    /// std::runtime_error.
    std::string ask(std::string const& sql);

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace muster::tests
