#pragma once
#include "http/served.hpp"
#include "web/caller.hpp"
#include "web/sessions.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace muster::web {

/// What requests are held against.
struct guard_settings {
    std::vector<std::string> hosts; ///< what the field Host may say, in lower case
    std::string user;               ///< as whom those act who came in by a link
    std::string cookie = "muster";  ///< the name of that which holds a session's id
    /// The field in which a proxy names the user who asks; empty = there is no such proxy.
    std::string user_header;
    std::vector<std::string> proxies; ///< the IP addresses that may say so
    std::vector<std::string> actors;  ///< of these users, who may act; none: all of them
};

/// The most bytes that a user's name may have.
inline constexpr std::size_t longest_user = 100;

/// Why a request is not for us, whoever sent it: its host is another (a name that somebody made resolve to
/// us). nullopt: it is.
std::optional<refusal> check_host(guard_settings const& s, http::served_request const& r);

/// Who sends a request, or why it is refused. Whatever is no GET is taken to change something: it must come
/// from our own page (Origin), be JSON, and come from somebody who may act. Pure.
std::variant<caller, refusal> admit(guard_settings const& s, sessions const& known,
                                    http::served_request const& r);

} // namespace muster::web
