#include "provider/memberstack_v1/settings.hpp"

#include <boost/json/array.hpp>

#include <string>
#include <string_view>

namespace muster::provider::memberstack_v1 {

namespace json = boost::json;

namespace {

constexpr long most_in_a_page = 1000;

/// A setting with two words.
struct choice {
    std::string_view key;
    std::string_view usual; ///< our guess
    std::string_view other;
    std::string_view description;
};

constexpr choice in_doubt{
    "inDoubt", "sendAgain", "giveUp",
    "What becomes of a change that may have taken effect and cannot be read back: it is "
    "sent again, or its outcome is unknown. (memberstack-v1)"};
constexpr choice custom_fields{"customFields", "hidden", "shown",
                               "Whether the platform's replies show custom fields. (memberstack-v1)"};
constexpr choice update_body{"updateBody", "flat", "data",
                             "Whether an update's fields stand under a key `data`. (memberstack-v1)"};
constexpr choice meta_data{
    "metaData", "merged", "replaced",
    "What an update does with keys of metaData that are not given: they stay, or they go. "
    "(memberstack-v1)"};

/// Whether the block says the other word.
bool says_other(core::node const& block, choice const& c) {
    auto const place = block.get(c.key);
    auto const word = place ? place->string() : std::nullopt;
    if (!word || *word == c.usual) return false;
    if (*word == c.other) return true;
    place->fail("must be \"" + std::string(c.usual) + "\" or \"" + std::string(c.other) + "\"");
    return false;
}

json::object or_parameter(json::object schema, json::value usual, std::string_view description) {
    json::object property;
    property["description"] = description;
    property["anyOf"] = json::array{std::move(schema), json::object{{"$ref", "#/$defs/parameter"}}};
    property["default"] = std::move(usual);
    return property;
}

void add_choice(json::object& all, choice const& c) {
    json::object words;
    words["enum"] = json::array{c.usual, c.other};
    all[c.key] = or_parameter(std::move(words), json::value(c.usual), c.description);
}

json::object whole(long least, long most) {
    return {{"type", "integer"}, {"minimum", least}, {"maximum", most}};
}

} // namespace

settings read_settings(core::node const& block) {
    settings s;
    if (auto const n = block.get("firstPage"))
        s.first_page = static_cast<unsigned>(n->integer(0, 1).value_or(s.first_page));
    if (auto const n = block.get("largestPage")) {
        auto const size = n->integer(1, most_in_a_page);
        if (size) s.largest_page = static_cast<std::size_t>(*size);
    }
    s.send_again = !says_other(block, in_doubt);
    s.shows_custom_fields = says_other(block, custom_fields);
    s.under_data = says_other(block, update_body);
    s.replaces_meta_data = says_other(block, meta_data);
    return s;
}

json::object settings_schema() {
    json::object all;
    settings const usual;
    all["firstPage"] = or_parameter(whole(0, 1), json::value(usual.first_page),
                                    "The number of the list's first page. (memberstack-v1)");
    all["largestPage"] = or_parameter(whole(1, most_in_a_page), json::value(usual.largest_page),
                                      "The most members that the platform gives in a page. (memberstack-v1)");
    for (auto const& each : {in_doubt, custom_fields, update_body, meta_data}) add_choice(all, each);
    return all;
}

} // namespace muster::provider::memberstack_v1
