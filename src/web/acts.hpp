#pragma once
#include "http/served.hpp"
#include "launch/store.hpp"
#include "service/say.hpp"
#include "web/views.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <string>

namespace muster::web {

/// What is done about jobs from the page: a run that lives is told by its socket, everything else is begun as
/// a process of its own, which outlives this one. It says who did what.
class acts {
public:
    /// `live` = runs are allowed to work on real members. Files of ours, plans and the words of what was
    /// begun, are kept in `<state>/.web/` of this host. `jobs` must outlive it. Throws
    /// std::filesystem::filesystem_error.
    acts(boost::asio::any_io_executor on, launch::store& jobs, view_settings settings, bool live,
         service::say tell);

    /// Does what a route with a body asks for, on behalf of `user`.
    boost::asio::awaitable<http::served_reply> answer(route r, std::string body, std::string user);

private:
    boost::asio::awaitable<http::served_reply> steer(route r, std::string body, std::string user);
    boost::asio::awaitable<http::served_reply> begin(std::string job, std::vector<std::string> arguments,
                                                     std::string actor);
    boost::asio::awaitable<http::served_reply> plan(route r, std::string body);
    boost::asio::awaitable<http::served_reply> start(route r, std::string user);
    [[nodiscard]] std::string id_like(std::string const& job);
    [[nodiscard]] std::string free_id(std::string const& name);
    [[nodiscard]] std::filesystem::path plan_file(std::string const& id) const;
    void add_run_options(std::vector<std::string>& arguments) const;
    void forget_old();

    boost::asio::any_io_executor executor_;
    launch::store& jobs_;
    view_settings settings_;
    bool live_;
    service::say tell_;
    std::filesystem::path root_; // <state>/.web
};

} // namespace muster::web
