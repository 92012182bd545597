#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string_view>

/// What the JSON Schema of a spec is put together from.
namespace muster::spec {

/// Any text.
boost::json::object text(std::string_view description);

/// An object of these properties and no others.
boost::json::object block(std::string_view description, boost::json::object properties,
                          boost::json::array required = {});

/// What `schema` allows, or a parameter, `"${name}"`.
boost::json::object or_parameter(boost::json::object schema, std::string_view description);

/// The key `timezone` of a block.
boost::json::object time_zone_schema();

} // namespace muster::spec
