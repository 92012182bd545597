#pragma once
#include "core/node.hpp"
#include "provider/memberpulse/platform.hpp"

#include <boost/json/parse.hpp>

#include <string>
#include <string_view>

namespace muster::provider::memberpulse::tests {

/// Settings read from the text of a block `provider`, and what was wrong with it, as `pointer: message`.
struct reading {
    explicit reading(std::string_view block) {
        auto const value = boost::json::parse(block);
        core::problems found;
        it = read_settings(core::node(value, "/provider", found));
        for (auto const& p : found)
            said += (said.empty() ? "" : "\n") + std::string(p.warning ? "warning: " : "") + p.pointer + ": "
                    + p.message;
    }
    settings it;
    std::string said;
};

inline settings settings_from(std::string_view block) {
    return reading(block).it;
}

/// A platform with these settings.
inline platform made(std::string_view block = "{}") {
    return platform(settings_from(block));
}

/// A record made of JSON text.
struct record {
    explicit record(std::string_view text) : document(boost::json::parse(text).as_object()) {
        as_member.id = "m-1";
        as_member.document = &document;
    }
    boost::json::object document;
    core::member as_member;
};

inline core::change update(std::string_view set) {
    return core::update_fields{boost::json::parse(set).as_object(), false};
}

inline std::string line_of(http::request const& r) {
    return std::string(http::to_string(r.verb)) + " " + r.target + (r.body.empty() ? "" : " " + r.body);
}

} // namespace muster::provider::memberpulse::tests
