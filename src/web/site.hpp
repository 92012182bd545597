#pragma once
#include "http/server.hpp"
#include "launch/store.hpp"
#include "service/say.hpp"
#include "web/acts.hpp"
#include "web/guard.hpp"
#include "web/listen_place.hpp"
#include "web/live.hpp"
#include "web/relay.hpp"
#include "web/sessions.hpp"
#include "web/views.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace muster::web {

/// What a site is to be.
struct site_settings {
    view_settings views;
    listen_place where;
    std::vector<std::string> hosts; ///< names beside the address, with or without a port
    bool live = false;              ///< what is begun may work on real members
    std::string user_header;        ///< as guard_settings has it
    std::vector<std::string> proxies;
    std::vector<std::string> actors;
    std::vector<std::pair<role, std::string>> tokens; ///< that can be used again and again
};

/// The page, and what it asks for. It lives on a loop of the caller's, which one thread runs, and which must
/// outlive it.
class site {
public:
    /// Throws core::job_error, std::exception.
    site(boost::asio::any_io_executor on, site_settings s, service::say tell);

    /// Listens, and gives the address as a link begins. Throws boost::system::system_error.
    std::string listen();
    /// A link that can be used once, for somebody who may do that. Only after listen().
    std::string link(role may);
    /// Takes no more requests, and lets what is under way be sent, for half a second at most. Jobs that were
    /// begun go on.
    void stop();

private:
    boost::asio::awaitable<http::served_reply> answer(http::served_request r);
    boost::asio::awaitable<http::served_reply> answer_known(route r, std::string body, caller who,
                                                            std::string if_none_match);
    boost::asio::awaitable<http::served_reply> show(route r);
    boost::asio::awaitable<http::served_reply> show_jobs();
    boost::asio::awaitable<http::served_reply> show_metrics();
    boost::asio::awaitable<http::served_reply> follow_job(route r);
    http::served_reply log_in(route const& r);
    [[nodiscard]] std::string session_text(caller const& who) const;

    boost::asio::any_io_executor executor_;
    site_settings settings_;
    service::say tell_;
    launch::store jobs_;
    guard_settings guard_;
    sessions sessions_;
    acts acts_;
    live live_;
    std::map<std::string, std::weak_ptr<run_events>> followed_; ///< by job
    std::string address_;                                       ///< `http://127.0.0.1:8080`, once it listens
    std::shared_ptr<unsigned> busy_ = std::make_shared<unsigned>(0); ///< commands that run
    http::server server_;
};

} // namespace muster::web
