#include "http/link_faults.hpp"

#include "core/printable.hpp"

#include <boost/asio/error.hpp>

namespace muster::http {

namespace asio = boost::asio;

link_faults::link_faults(link_options const& options)
    : options_(options),
      where_(options.to.host_and_port()) {}

std::string link_faults::reason_of(boost::system::error_code error) const {
    if (error == too_late) return "no answer within " + core::describe(options_.connect_timeout);
    if (error == asio::error::eof) return "it closed the connection";
    return error.message();
}

fault link_faults::of_proxy(std::string const& why) const {
    return fault(fault_kind::connect, false,
                 "the proxy " + options_.via->host_and_port() + " does not lead to " + where_ + ": " + why);
}

fault link_faults::of_credentials() const {
    bool const given = !options_.via->authorization.empty();
    return fault(fault_kind::proxy_refused, false,
                 "the proxy " + options_.via->host_and_port()
                     + (given ? " refuses the user name and password that it was given (HTTP 407)"
                              : " asks for a user name and password (HTTP 407)"));
}

fault link_faults::given_up(bool sent) const {
    return fault(fault_kind::aborted, sent, "the exchange with " + where_ + " was given up");
}

fault link_faults::of_connecting(boost::system::error_code error) const {
    auto const why = reason_of(error);
    auto const what = options_.via != nullptr ? "the proxy " + options_.via->host_and_port() : where_;
    return fault(fault_kind::connect, false, "cannot connect to " + what + ": " + why);
}

fault link_faults::of_handshake(boost::system::error_code error, SSL* connection) const {
    auto const distrust = tls_client::distrust(connection, options_.to.host);
    if (!distrust.empty())
        return fault(fault_kind::untrusted, false, where_ + " cannot be trusted: " + distrust);
    if (tls_client::too_old(error))
        return fault(fault_kind::untrusted, false,
                     where_ + " cannot be trusted: it speaks no TLS 1.2 or later");
    auto const why = error == too_late ? reason_of(error) : error.message();
    return fault(fault_kind::tls, false, "the TLS handshake with " + where_ + " failed: " + why);
}

fault link_faults::of_encoding(std::string const& encoding) const {
    constexpr bool sent = true;
    return fault(fault_kind::malformed, sent,
                 "the reply of " + where_ + " is encoded (" + core::quoted(encoding)
                     + "), which was not asked for");
}

fault link_faults::of_exchange(reply_trouble what, boost::system::error_code error) const {
    constexpr bool sent = true; // even of a write that failed, something may have arrived
    switch (what) {
    case reply_trouble::late:
        return fault(fault_kind::timeout, sent,
                     where_ + " gave no whole reply within " + core::describe(options_.request_timeout));
    case reply_trouble::head_too_large:
        return fault(fault_kind::too_large, sent,
                     "the header of the reply of " + where_ + " is larger than 8 KiB");
    case reply_trouble::too_large:
        return fault(fault_kind::too_large, sent,
                     "the reply of " + where_ + " is larger than provider.replyLimitBytes ("
                         + std::to_string(options_.reply_limit) + ") allows");
    case reply_trouble::none_came:
        return fault(fault_kind::broken, sent, where_ + " closed the connection instead of replying");
    case reply_trouble::cut_short:
        return fault(fault_kind::broken, sent, where_ + " closed the connection in the middle of its reply");
    case reply_trouble::not_http:
        return fault(fault_kind::malformed, sent,
                     "the reply of " + where_ + " is not HTTP (" + error.message() + ")");
    case reply_trouble::connection: break;
    }
    return fault(fault_kind::broken, sent,
                 "the connection to " + where_ + " broke (" + error.message() + ")");
}

} // namespace muster::http
