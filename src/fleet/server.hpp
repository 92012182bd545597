#pragma once
#include "core/obstacle.hpp"
#include "database/postgres.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>

namespace muster::fleet {

/// A connection to the store's database that is made again when it is lost. Any thread; one at a time.
class server {
public:
    /// Connects. Throws database::postgres_error, core::obstacle; core::job_error as expect_store does.
    explicit server(database::postgres_address const& at);

    /// Calls `work` with the connection, and gives what it gives. Where that fails for a reason that passes,
    /// it is called again on a new connection, for as long as `patience` says: what was asked may have been
    /// done although the reply is lost, and `work` must bear that. Throws the last core::obstacle.
    template <class Result>
    Result ask(std::function<Result(database::postgres_connection& on)> const& work,
               std::function<bool(std::chrono::steady_clock::duration so_far)> const& patience);

    [[nodiscard]] database::postgres_address const& address() const { return at_; }

private:
    database::postgres_connection& connected();
    /// Whether it is worth another try; then it has waited for a while.
    bool wait_after(core::obstacle const& trouble, std::chrono::steady_clock::time_point since,
                    std::function<bool(std::chrono::steady_clock::duration)> const& patience);

    database::postgres_address at_;
    std::mutex alone_;
    std::unique_ptr<database::postgres_connection> on_;
};

template <class Result>
Result server::ask(std::function<Result(database::postgres_connection& on)> const& work,
                   std::function<bool(std::chrono::steady_clock::duration so_far)> const& patience) {
    std::lock_guard const alone(alone_);
    auto const since = std::chrono::steady_clock::now();
    for (;;) {
        try {
            return work(connected());
        } catch (core::obstacle const& e) {
            on_.reset(); // by which the server takes back what was begun
            if (!wait_after(e, since, patience)) throw;
        } catch (...) {
            on_.reset();
            throw;
        }
    }
}

} // namespace muster::fleet
