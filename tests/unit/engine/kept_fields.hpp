#pragma once
#include "model_server.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <map>
#include <string>
#include <string_view>

namespace muster::simulated {

/// The members of a platform, by their ids, in a form in which two documents are equal if they say the same:
/// a field that is null, or an object without fields, is none; plans stand as `plans.ID: true`, without the
/// ids of their connections; and what the platform itself writes at each change is left out.
using everybody = std::map<std::string, boost::json::object>;

/// All that are there now.
[[nodiscard]] everybody look_at_everybody(model_server const& server);

/// The value at a path of such a document, `name` or `name.key`; null if there is none.
[[nodiscard]] boost::json::value value_at(boost::json::object const& document, std::string_view path);

/// Sets it, and keeps the form.
void set_at(boost::json::object& document, std::string_view path, boost::json::value const& value);

} // namespace muster::simulated
