#pragma once
#include "http/served.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace muster::sandbox {

/// One request as it came in.
struct request {
    std::string method;  ///< upper case, as sent
    std::string target;  ///< path and query, still percent-encoded
    std::string api_key; ///< X-API-KEY, or the token of `Authorization: Bearer`; or empty
    std::string body;    ///< also on GET: the official SDK sends one with its list request

    /// The target without the query.
    [[nodiscard]] std::string_view path() const {
        return std::string_view(target).substr(0, target.find('?'));
    }
};

using http::delivery;

/// One reply and how it is to be sent.
struct reply : http::served_reply {
    using http::served_reply::served_reply;
    explicit reply(http::served_reply r) : http::served_reply(std::move(r)) {}
    std::string retry_after; ///< the Retry-After header in seconds, or empty for none
};

/// An error of the sandbox's own: `{"code": code, "message": message}`, as Memberstack shapes its errors (the
/// official SDK rejects with this).
reply error_reply(unsigned status, std::string_view code, std::string_view message);

/// The string under `key`, or empty; it lives as long as `body` is left as it is.
std::string_view text_at(boost::json::object const& body, std::string_view key);

} // namespace muster::sandbox
