#pragma once
#include "async/timekeeper.hpp"
#include "engine/run.hpp"
#include "http/server.hpp"
#include "launch/held_job.hpp"

#include <boost/json/object.hpp>

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace muster::service {

/// The hand on a running job: a unix socket in its job's directory, or, where that is shared with other
/// hosts, the lease on it, by which it tells how it stands, and is paused, let go on, slowed down, or stopped
/// (service/routes.hpp). It lives on the run's loop, and keeps the loop busy until end().
class control {
public:
    /// `job` = the one that the run works on. References must outlive it.
    control(boost::asio::any_io_executor executor, engine::run& work, launch::held_job const& job,
            async::timekeeper& time);

    /// Listens. Throws std::exception of several kinds; the run can go on without it.
    void listen();
    /// Tells those who follow the run how it ended, and takes no more requests. May be called without
    /// listen().
    void end(bool complete, std::string const& reason);

private:
    boost::asio::awaitable<http::served_reply> answer(http::served_request r);
    boost::asio::awaitable<void> hear(fleet::question q);
    boost::asio::awaitable<http::served_reply> steer(journal::job_steered how);
    boost::asio::awaitable<void> tell_every_second();
    void tell(std::string const& event);
    [[nodiscard]] boost::json::object status();
    [[nodiscard]] boost::json::object wire(engine::traffic const& t);
    [[nodiscard]] std::string status_event();

    boost::asio::any_io_executor executor_;
    engine::run& work_;
    journal::directory const& where_;
    fleet::lease* lease_; // null: there is a socket
    async::timekeeper& time_;
    async::stop ended_;
    std::vector<std::shared_ptr<http::served_stream>> followers_;
    std::deque<std::pair<core::instant, std::uint64_t>> sent_; // requests so far, at moments of late
    http::server server_;
};

} // namespace muster::service
