#pragma once
#include "core/node.hpp"
#include "provider/memberstack_tables/platform.hpp"

#include <boost/json/parse.hpp>

#include <string>
#include <string_view>

namespace muster::provider::memberstack_tables::tests {

/// Settings read from the text of a block `provider`, and what was wrong with it, as `pointer: message`.
struct reading {
    explicit reading(std::string_view block) {
        auto const value = boost::json::parse(block);
        core::problems found;
        it = read_settings(core::node(value, "/provider", found));
        for (auto const& p : found) said += (said.empty() ? "" : "\n") + p.pointer + ": " + p.message;
    }
    std::optional<settings> it;
    std::string said;
};

/// The table `products`, whose records are known by their `sku`.
inline platform with_unique() {
    return platform(settings{"products", "sku", {}});
}

/// The same, of which no field is named that tells records apart.
inline platform without_unique() {
    return platform(settings{"products", {}, "name"});
}

inline boost::json::object object(std::string_view text) {
    return boost::json::parse(text).as_object();
}

inline core::change update(std::string_view set) {
    return core::update_fields{object(set), false};
}

inline core::change creation(std::string_view document = R"({"data":{"sku":"A-1"}})") {
    return core::create_member{object(document)};
}

inline std::string line_of(http::request const& r) {
    return std::string(http::to_string(r.verb)) + " " + r.target + (r.body.empty() ? "" : " " + r.body);
}

} // namespace muster::provider::memberstack_tables::tests
