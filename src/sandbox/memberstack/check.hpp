#pragma once
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace muster::sandbox::memberstack {

/// Whether `text` can be an e-mail address: something on both sides of its last @, and no control characters.
bool looks_like_email(std::string_view text);

/// What is wrong with the fields of a create or update call, as a sentence; nullopt if nothing is. Fields
/// that the API does not know are ignored, as it ignores them.
std::optional<std::string> objection_to_fields(boost::json::object const& body);

} // namespace muster::sandbox::memberstack
