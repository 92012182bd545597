#include "spec/keys.hpp"

#include "spec/schema_parts.hpp"

#include <boost/json/array.hpp>

#include <string>
#include <utility>

namespace muster::spec::keys {
namespace {

namespace json = boost::json;

json::value type(std::string_view name, bool nullable) {
    if (nullable) return json::array{name, "null"};
    return json::string(name);
}

/// A number as people write it: whole where it is whole.
json::value plain(double d) {
    auto const n = static_cast<long>(d);
    if (static_cast<double>(n) == d) return n;
    return d;
}

} // namespace

std::optional<long> read(core::node const& section, whole const& key) {
    auto const n = section.get(key.name);
    if (n && key.nullable && n->value().is_null()) return std::nullopt;
    return n ? n->integer(key.min, key.max) : key.fallback;
}

std::optional<double> read(core::node const& section, real const& key) {
    auto const n = section.get(key.name);
    if (n && key.nullable && n->value().is_null()) return std::nullopt;
    return n ? n->number(key.min, key.max) : key.fallback;
}

core::duration read(core::node const& section, span const& key) {
    auto const fallback =
        key.fallback.empty() ? core::duration::zero() : core::parse_duration(key.fallback).value();
    auto const n = section.get(key.name);
    if (!n) return fallback;
    auto const d = n->span();
    if (!d) return fallback;
    if (*d >= key.min && *d <= key.max) return *d;
    n->fail("must be from " + core::describe(key.min) + " to " + core::describe(key.max));
    return fallback;
}

bool read(core::node const& section, flag const& key) {
    auto const n = section.get(key.name);
    return n && n->boolean().value_or(false);
}

void add_to(json::object& properties, whole const& key) {
    auto property =
        or_parameter({{"type", type("integer", key.nullable)}, {"minimum", key.min}, {"maximum", key.max}},
                     key.description);
    if (key.fallback) property["default"] = *key.fallback;
    properties[key.name] = std::move(property);
}

void add_to(json::object& properties, real const& key) {
    auto property = or_parameter(
        {{"type", type("number", key.nullable)}, {"minimum", plain(key.min)}, {"maximum", plain(key.max)}},
        key.description);
    if (key.fallback) property["default"] = plain(*key.fallback);
    properties[key.name] = std::move(property);
}

void add_to(json::object& properties, span const& key) {
    auto property = or_parameter({{"type", "string"}, {"pattern", "^[0-9]+(ms|s|m|h|d)$"}}, key.description);
    if (!key.fallback.empty()) property["default"] = key.fallback;
    properties[key.name] = std::move(property);
}

void add_to(json::object& properties, flag const& key) {
    auto property = or_parameter({{"type", "boolean"}}, key.description);
    property["default"] = false;
    properties[key.name] = std::move(property);
}

} // namespace muster::spec::keys
