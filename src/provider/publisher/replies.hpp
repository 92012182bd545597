#pragma once
#include "core/member.hpp"
#include "core/verdict.hpp"
#include "http/message.hpp"
#include "provider/provider.hpp"
#include "provider/publisher/settings.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace muster::provider::publisher {

/// What a reply's status means where it is no success (2xx); nullopt for a success. `path`: of the call, as
/// a 404 may be about that. The document shows no errors: they are read as `{code, message}`, `{error:
/// {...}}`, `{error: "text"}` or RFC 7807.
std::optional<core::verdict> judge_status(http::reply const& r, settings const& s, std::string_view path);

/// What a success says went wrong (`error`), if it does.
std::optional<core::verdict> judge_error(boost::json::value const& body);

/// The member that a document is; nullopt where it has no id.
std::optional<core::member> read_document(boost::json::value const& v);

/// Where a list's reply holds the members: the body itself, or an array in it, under the settings' key or a
/// usual one; nullptr if it is no list.
boost::json::array const* find_members(boost::json::value const& body, settings const& s);

/// The members of a list's reply: a bare array, or one in an object, under the settings' key or a usual one.
std::variant<std::vector<core::member>, page_fault, core::verdict> read_list(
    http::reply const& r, settings const& s, boost::json::monotonic_resource& arena);

} // namespace muster::provider::publisher
