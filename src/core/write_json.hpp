#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace muster::core {

/// Appends a value as JSON without any white space, its numbers as people write them: `0.5`, `1e+22`, where
/// Boost.JSON has `5E-1`. A number that JSON has no text for (infinite) is written as null.
void write_json(std::string& out, boost::json::value const& v);
void write_json(std::string& out, boost::json::object const& o);

/// Appends a number with the fewest digits that read back as the same: `0.1`, `12`, `1e+22`.
void write_number(std::string& out, double d);

/// Appends a text in quotes, as JSON has it.
void write_json(std::string& out, std::string_view text);

} // namespace muster::core
