#pragma once
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace muster::sandbox::memberstack_v1 {

/// What is wrong with the fields of a create or update call, as a sentence; nullopt if nothing is. Fields
/// that the API does not know are ignored.
std::optional<std::string> objection_to_fields(boost::json::object const& body);

/// What breaks the bounds of a member's metaData: at most 50 values, keys of at most 50 characters, values of
/// at most 500, in code points.
std::optional<std::string> objection_to_meta_data(boost::json::object const& meta_data);

} // namespace muster::sandbox::memberstack_v1
