#pragma once
#include "async/worker_thread.hpp"
#include "http/served.hpp"
#include "web/job_list.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <string>
#include <vector>

namespace muster::web {

/// How all jobs stand, to those who look at the page: at once, and whenever it has changed. It looks on a
/// thread of its own, every two seconds while somebody follows, and never while nobody does.
class live {
public:
    /// Throws core::job_error as job_list does.
    live(boost::asio::any_io_executor const& on, std::string const& place);

    /// The array, as of now. Throws what job_list::look throws.
    boost::asio::awaitable<std::string> look();
    /// Begins to tell a follower.
    void follow(std::shared_ptr<http::served_stream> to);
    /// Tells nobody any more.
    void stop();

private:
    boost::asio::awaitable<void> tell_on();
    void tell(std::string const& event);

    boost::asio::any_io_executor executor_;
    job_list jobs_;
    async::worker_thread thread_;
    std::vector<std::shared_ptr<http::served_stream>> followers_;
    std::vector<std::shared_ptr<http::served_stream>> fresh_; // were told nothing yet
    boost::asio::steady_timer next_;
    bool telling_ = false;
    bool stopped_ = false;
};

} // namespace muster::web
