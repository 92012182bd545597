#pragma once
#include "provider/registry.hpp"
#include "support.hpp"

#include <boost/json/parse.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace muster::provider::publisher::tests {

/// What a block `provider` reads as: the platform, and the mistakes, `POINTER MESSAGE`, one a line.
struct block {
    explicit block(boost::json::object const& given) {
        boost::json::value const value(given);
        core::problems found;
        platform = find_kind("publisher")->read(core::node(value, "", found));
        for (auto const& p : found) mistakes += p.pointer + " " + p.message + "\n";
    }
    std::unique_ptr<provider> platform;
    std::string mistakes;
};

/// Publisher with these settings beside the least that it needs.
inline std::unique_ptr<provider> with(boost::json::object settings) {
    settings.emplace("baseUrl", "https://one.example.com");
    settings.emplace("memberBaseId", "mb_1");
    block read(settings);
    BOOST_TEST(read.mistakes == "");
    return std::move(read.platform);
}

inline boost::json::object object(std::string_view text) {
    return boost::json::parse(boost::json::string_view(text.data(), text.size())).as_object();
}

inline std::string line_of(http::request const& r) {
    return std::string(http::to_string(r.verb)) + " " + r.target + " " + r.body;
}

/// A member made of JSON text.
struct person {
    explicit person(std::string_view text) : document(object(text)) {
        as_member.id = document.at("id").as_string();
        as_member.document = &document;
    }
    boost::json::object document;
    core::member as_member;
};

} // namespace muster::provider::publisher::tests
