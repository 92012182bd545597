#pragma once
#include "core/time.hpp"
#include "http/served.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::sandbox {

/// One request as it came in.
struct request {
    std::string method;  ///< upper case, as sent
    std::string target;  ///< path and query, still percent-encoded
    std::string api_key; ///< the X-API-KEY header, or empty
    std::string body;    ///< also on GET: the official SDK sends one with its list request

    /// The target without the query.
    [[nodiscard]] std::string_view path() const {
        return std::string_view(target).substr(0, target.find('?'));
    }
};

using http::delivery;

/// One reply and how it is to be sent.
struct reply {
    reply(unsigned code, std::string text, std::string type = "application/json; charset=utf-8")
        : status(code),
          body(std::move(text)),
          content_type(std::move(type)) {}
    unsigned status;
    std::string body;
    std::string content_type;
    std::string retry_after; ///< the Retry-After header in seconds, or empty for none
    core::duration delay{};  ///< how long after the request's arrival the reply is sent
    delivery how = delivery::whole;
};

/// An error of the sandbox's own: `{"code": code, "message": message}`, as Memberstack shapes its errors (the
/// official SDK rejects with this).
reply error_reply(unsigned status, std::string_view code, std::string_view message);

} // namespace muster::sandbox
