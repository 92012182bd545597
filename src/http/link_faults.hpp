#pragma once
#include "http/link.hpp"

#include <boost/system/errc.hpp>
#include <boost/system/error_code.hpp>

#include <string>

namespace muster::http {

/// The error of what took longer than it may. No socket has it.
inline constexpr auto too_late = boost::system::errc::stream_timeout;

/// What is wrong with a reply.
enum class reply_trouble { late, head_too_large, too_large, none_came, cut_short, not_http, connection };

/// What goes wrong with a link, as its caller is to know it: whether the request may have arrived, and in
/// words.
class link_faults {
public:
    /// What `options` refers to must outlive it.
    explicit link_faults(link_options const& options);

    /// The platform's host and port.
    [[nodiscard]] std::string const& where() const { return where_; }
    /// An error while the connection is made, in words.
    [[nodiscard]] std::string reason_of(boost::system::error_code error) const;

    [[nodiscard]] fault given_up(bool sent) const;
    [[nodiscard]] fault of_connecting(boost::system::error_code error) const;
    [[nodiscard]] fault of_proxy(std::string const& why) const;
    /// The proxy wants a user name and password, or others.
    [[nodiscard]] fault of_credentials() const;
    [[nodiscard]] fault of_handshake(boost::system::error_code error, SSL* connection) const;
    [[nodiscard]] fault of_encoding(std::string const& encoding) const;
    [[nodiscard]] fault of_exchange(reply_trouble what, boost::system::error_code error) const;

private:
    link_options options_;
    std::string where_;
};

} // namespace muster::http
