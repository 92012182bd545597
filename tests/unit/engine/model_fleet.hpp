#pragma once
#include "model_runner.hpp"
#include "world.hpp"

#include <list>
#include <map>

namespace muster::simulated {

/// What hosts share of a job: its files, and the lease on it, by the database's own clock.
struct model_database {
    memory_storage& disk;
    std::uint64_t epoch = 0;
    core::instant until{};
    std::uint64_t takeovers = 0; ///< of a lease that expired while somebody thought it was theirs
};

/// A span of time.
struct outage {
    core::instant from{}, to{};
    [[nodiscard]] bool covers(core::instant t) const { return from <= t && t < to; }
};

/// A host that works on the job whenever it can have the lease: as `muster schedule` does, with runs of the
/// real engine. Its way to the database can be cut, it can be frozen, and the reply to a commit can get lost.
class model_host {
public:
    model_host(model_world& w, model_server& server, model_database& shared, std::string name);
    ~model_host();
    model_host(model_host const&) = delete;
    model_host& operator=(model_host const&) = delete;

    std::vector<outage> cut;    ///< the database cannot be reached
    std::vector<outage> frozen; ///< nothing goes on in its processes
    /// Whether the reply to this commit gets lost: it is done, and the connection is gone.
    std::function<bool()> loses_reply = [] { return false; };

    /// Works until the job is complete, whoever completes it.
    boost::asio::awaitable<void> live(boost::asio::io_context& loop);
    std::vector<std::string> ends; ///< how its runs ended

private:
    class storage;
    class time;
    class lock;
    struct one_run;

    [[nodiscard]] bool reaches_database() const;
    [[nodiscard]] core::instant stalled_until(bool database) const;
    boost::asio::awaitable<void> renew(async::stop& over);
    boost::asio::awaitable<void> run_once(boost::asio::io_context& loop);
    [[nodiscard]] bool is_complete() const;

    model_world& world_;
    model_server& server_;
    model_database& shared_;
    std::string name_;
    std::unique_ptr<time> time_;
    std::uint64_t epoch_ = 0;       // of its lease
    core::instant certain_until_{}; // as it knows
    bool lost_ = false;
    std::list<std::unique_ptr<one_run>> runs_; // kept to the end, as what was sent may be on its way
};

} // namespace muster::simulated
