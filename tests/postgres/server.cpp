#include "server.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <libpq-fe.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace muster::tests {
namespace {

std::string from_environment(char const* name) {
    auto const* const value = std::getenv(name);
    if (value == nullptr) throw std::runtime_error(std::string(name) + " is not set: use tests/postgres/run");
    return value;
}

} // namespace

postgres_server::postgres_server()
    : program_(from_environment("MUSTER_POSTGRES")),
      directory_(from_environment("MUSTER_POSTGRES_DIRECTORY")) {
    start();
}

postgres_server::~postgres_server() {
    stop();
}

void postgres_server::start() {
    using clock = std::chrono::steady_clock;
    auto const until = clock::now() + std::chrono::seconds(60);
    for (;;) {
        if (pid_ == 0) {
            auto const log = directory_ + "/log";
            auto const data = directory_ + "/data";
            pid_ = ::fork();
            if (pid_ == 0) {
                if (std::freopen(log.c_str(), "a", stderr) == nullptr) ::_exit(1);
                ::setpgid(0, 0);
                ::execl(program_.c_str(), program_.c_str(), "-D", data.c_str(), "-k", directory_.c_str(),
                        "-c", "listen_addresses=127.0.0.1", "-c", "ssl=on", "-p",
                        from_environment("MUSTER_POSTGRES_PORT").c_str(), nullptr);
                ::_exit(127);
            }
        }
        if (answers()) return;
        if (clock::now() > until) throw std::runtime_error("PostgreSQL does not start: see " + log_name());
        int status = 0; // after a kill, the memory of the one before may still be in use
        if (::waitpid(pid_, &status, WNOHANG) == pid_) pid_ = 0;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

bool postgres_server::answers() const {
    return ::PQping(address("public").c_str()) == PQPING_OK;
}

void postgres_server::end(int signal) {
    if (pid_ == 0) return;
    ::kill(pid_, signal);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
}

void postgres_server::kill() {
    end(SIGKILL);
}

void postgres_server::stop() {
    end(SIGINT); // a fast shutdown
}

std::string postgres_server::log_name() const {
    return directory_ + "/log";
}

std::string postgres_server::port() const {
    return from_environment("MUSTER_POSTGRES_PORT");
}

std::string postgres_server::address(std::string const& schema, std::string const& more) const {
    return "postgresql://tester@/postgres?host=" + directory_ + "&port=" + port()
           + "&options=-csearch_path%3D" + schema + more;
}

postgres_server& server() {
    static postgres_server one;
    return one;
}

struct postgres_client::state {
    PGconn* connection = nullptr;
};

postgres_client::postgres_client(std::string const& address) : state_(std::make_unique<state>()) {
    state_->connection = ::PQconnectdb(address.c_str());
    ::PQsetNoticeProcessor(
        state_->connection, [](void*, char const*) {}, nullptr);
}

postgres_client::~postgres_client() {
    ::PQfinish(state_->connection);
}

std::string postgres_client::ask(std::string const& sql) {
    std::unique_ptr<PGresult, decltype(&::PQclear)> const got(::PQexec(state_->connection, sql.c_str()),
                                                              &::PQclear);
    auto const status = ::PQresultStatus(got.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw std::runtime_error(::PQerrorMessage(state_->connection));
    std::string out;
    for (int row = 0; row < ::PQntuples(got.get()); ++row) {
        for (int column = 0; column < ::PQnfields(got.get()); ++column) {
            if (column > 0) out += '|';
            out += ::PQgetisnull(got.get(), row, column) != 0 ? "-" : ::PQgetvalue(got.get(), row, column);
        }
        out += '\n';
    }
    return out;
}

} // namespace muster::tests
