#pragma once
#include "filter/filter.hpp"

#include <boost/json/parse.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// What is known of the documents in some of the tests.
inline muster::core::shape const& members() {
    using muster::core::shape;
    using form = muster::core::shape::form;
    static shape const connection{form::object, {{"planId", {form::text}}, {"type", {form::text}}}};
    static shape const all{form::object,
                           {{"id", {form::text}},
                            {"createdAt", {form::date}},
                            {"auth", {form::object, {{"email", {form::text}}}}},
                            {"verified", {form::flag}},
                            {"score", {form::number}},
                            {"customFields", {form::open, {}, {{form::scalar}}}},
                            {"json", {form::open, {}, {{}}}},
                            {"permissions", {form::list, {}, {{form::text}}}},
                            {"planConnections", {form::list, {}, {connection}}}}};
    return all;
}

/// 2026-11-22T12:00:00Z
inline constexpr muster::core::wall_time noon{std::chrono::seconds{1795348800}};

/// A `where` compiled from text; throws if there is a mistake in it.
inline muster::filter::filter compile(std::string_view where, muster::filter::known const& about = {}) {
    auto const parsed = boost::json::parse(where);
    muster::core::problems found;
    auto result = muster::filter::read({parsed, "", found}, about);
    for (auto const& p : found)
        if (!p.warning) throw std::invalid_argument(p.pointer + ": " + p.message);
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

/// What is noted of a `where`, as `pointer: message`, with `key ` before what is in a key.
inline std::vector<std::string> noted(std::string_view where, bool warnings,
                                      muster::filter::known const& about = {}) {
    boost::json::parse_options options;
    options.max_depth = 200;
    auto const parsed = boost::json::parse(where, {}, options);
    muster::core::problems found;
    muster::filter::read({parsed, "", found}, about);
    std::vector<std::string> lines;
    for (auto const& p : found) {
        if (p.warning == warnings) lines.push_back((p.at_key ? "key " : "") + p.pointer + ": " + p.message);
    }
    return lines;
}

/// The mistakes in it.
inline std::vector<std::string> mistakes(std::string_view where, muster::filter::known const& about = {}) {
    return noted(where, false, about);
}
