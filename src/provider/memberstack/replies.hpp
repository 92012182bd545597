#pragma once
#include "core/verdict.hpp"
#include "http/message.hpp"

#include <boost/json/value.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace muster::provider::memberstack {

/// What the platform says went wrong, from `{code, message}` or `{error: {code, message}}` or `{error:
/// "text"}`, or the first of `{errors: [...]}`.
struct complaint {
    std::string code;    ///< as sent; may be empty
    std::string message; ///< may be empty
};

/// The complaint in a body, if it holds one. `whole` = the status says error, so that a bare `{code,
/// message}` is one; in a success only `error` and `errors` count.
std::optional<complaint> find_complaint(boost::json::value const& body, bool whole);

/// The refusal of the key that a complaint is, whatever the status; nullopt if it is about something else.
std::optional<core::refused> find_refused_key(complaint const& c, unsigned status);

/// What a complaint in a reply with this status means where it is about members.
core::verdict judge_complaint(complaint const& c, unsigned status);

/// What a reply's status means where it is no success (2xx); nullopt for a success. `judge`: what a complaint
/// means that no status settles.
std::optional<core::verdict> judge_status(
    http::reply const& r,
    std::function<core::verdict(complaint const&, unsigned status)> const& judge = judge_complaint);

} // namespace muster::provider::memberstack
