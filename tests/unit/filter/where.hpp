#pragma once
#include "filter/filter.hpp"

#include <boost/json/parse.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// A `where` compiled from text; throws if there is a mistake in it.
inline muster::filter::filter compile(std::string_view where) {
    auto const parsed = boost::json::parse(where);
    muster::core::problems found;
    auto result = muster::filter::read({parsed, "", found});
    if (!found.empty()) throw std::invalid_argument(found[0].pointer + ": " + found[0].message);
    return result;
}

/// Whether the `where` matches a member with this document.
inline bool matches(std::string_view where, std::string_view document) {
    auto const parsed = boost::json::parse(document);
    return compile(where).matches({"mem_1", "", &parsed.get_object()});
}

/// The same for the operators under a field `f`, which holds `value`; "" = the field is missing.
inline bool field_matches(std::string_view operators, std::string_view value) {
    auto const document = value.empty() ? std::string("{}") : R"({"f": )" + std::string(value) + '}';
    return matches(R"({"f": )" + std::string(operators) + '}', document);
}

/// The mistakes in a `where`, as `pointer: message`, with `key ` before those that are in a key.
inline std::vector<std::string> mistakes(std::string_view where) {
    boost::json::parse_options options;
    options.max_depth = 200;
    auto const parsed = boost::json::parse(where, {}, options);
    muster::core::problems found;
    muster::filter::read({parsed, "", found});
    std::vector<std::string> lines;
    for (auto const& p : found) lines.push_back((p.at_key ? "key " : "") + p.pointer + ": " + p.message);
    return lines;
}
