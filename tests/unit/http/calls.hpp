#pragma once
#include "http/client.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <vector>

namespace muster::http::tests {

/// Options for a client of `url`, with short time-outs.
client_options options_for(std::string const& url);

/// A client and the loop that it runs on.
class caller {
public:
    explicit caller(client_options options) : under_test_(loop_.get_executor(), std::move(options)) {}

    /// One exchange: acquire, send, release.
    answer call(request const& r);
    /// One after another, all on the loop together.
    std::vector<answer> call_at_once(std::vector<request> const& all);
    /// Acquires a connection, does `meanwhile`, then exchanges on it.
    answer call_late(request const& r, std::function<void()> const& meanwhile);
    /// One exchange; abort() is called `after` it began.
    answer call_aborted(request const& r, std::chrono::milliseconds after);

    client& under_test() { return under_test_; }

private:
    boost::asio::io_context loop_{1};
    client under_test_;
};

/// The reply; fails the test if there is a fault instead.
reply reply_of(answer const& a);
/// The fault; fails the test if there is a reply instead.
fault fault_of(answer const& a);

} // namespace muster::http::tests
