#pragma once
#include "core/member.hpp"
#include "core/verdict.hpp"
#include "http/message.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>

namespace muster::provider::memberstack_v1 {

/// A member's document as a member; nullopt if it is no object or has no id. The reference document's
/// examples have `id` in some places and `_id` in others.
std::optional<core::member> read_document(boost::json::value const& v);

/// What `{"error": "..."}` says; nullopt if the body holds none.
std::optional<std::string> find_error(boost::json::value const& body);

/// What a reply's status means where it is no success (2xx); nullopt for a success.
std::optional<core::verdict> judge_status(http::reply const& r);

/// What an error means that came with this status.
core::verdict judge_error(std::string const& said, unsigned status);

/// Whether an error's words say that another member has the e-mail address. How the platform puts it is not
/// documented.
bool says_email_is_taken(std::string const& said);

} // namespace muster::provider::memberstack_v1
