#include "provider/publisher/settings.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <string_view>

namespace muster::provider::publisher {

namespace json = boost::json;

namespace {

constexpr long most_at_once = 5000; // what the document recommends at most
constexpr long most_on_page = 100'000;
constexpr std::string_view folder = "/publisher.v1/member/";

/// Whether it can stand on a request line as it is, and leads nowhere else.
bool is_path(std::string_view text) {
    bool const plain = std::all_of(text.begin(), text.end(),
                                   [](char c) { return c > ' ' && c < 0x7f && c != '#' && c != '?'; });
    return plain && !text.starts_with("//") && text.find("..") == text.npos;
}

void read_path(core::node const& block, std::string_view key, std::string& into) {
    auto const place = block.get(key);
    auto const text = place ? place->non_empty_string() : std::nullopt;
    if (!text) return;
    if (!is_path(*text))
        place->fail(
            R"(must be the call's name, e.g. "list", or its whole path below the base URL, from "/")");
    into = text->starts_with('/') ? *text : std::string(folder) + *text;
}

void read_paths(core::node const& n, settings::calls& into) {
    if (!n.is_object(R"({"list": "list", "get": "get", "delete": "bulk-delete"})")) return;
    n.allow_keys({"list", "get", "upsert", "delete"});
    read_path(n, "list", into.list);
    read_path(n, "get", into.get);
    read_path(n, "upsert", into.upsert);
    read_path(n, "delete", into.remove);
}

/// Which of two words stands there; the first if there is none.
bool read_choice(core::node const& n, std::string_view key, std::string_view first, std::string_view second) {
    auto const place = n.get(key);
    auto const word = place ? place->string() : std::nullopt;
    if (!word) return true;
    if (*word != first && *word != second)
        place->fail("must be \"" + std::string(first) + "\" or \"" + std::string(second) + '"');
    return *word != second;
}

void read_size(core::node const& n, std::string_view key, long most, std::size_t& into) {
    auto const place = n.get(key);
    auto const number = place ? place->integer(1, most) : std::nullopt;
    if (number) into = static_cast<std::size_t>(*number);
}

bool read_flag(core::node const& n, std::string_view key, bool fallback) {
    auto const place = n.get(key);
    return place ? place->boolean().value_or(fallback) : fallback;
}

json::object described(json::object schema, std::string_view description) {
    schema["description"] = description;
    return schema;
}

/// A value, or the parameter that stands for it.
json::object or_parameter(json::object schema) {
    return {{"anyOf", json::array{std::move(schema), json::object{{"$ref", "#/$defs/parameter"}}}}};
}

json::object text(std::string_view description) {
    return described({{"type", "string"}}, description);
}

json::object flag(bool fallback, std::string_view description) {
    auto schema = or_parameter({{"type", "boolean"}});
    schema["default"] = fallback;
    return described(std::move(schema), description);
}

json::object size(long most, long fallback, std::string_view description) {
    auto schema = or_parameter({{"type", "integer"}, {"minimum", 1}, {"maximum", most}});
    schema["default"] = fallback;
    return described(std::move(schema), description);
}

json::object choice(std::string_view first, std::string_view second, std::string_view description) {
    json::array words;
    words.emplace_back(first);
    words.emplace_back(second);
    auto schema = or_parameter({{"enum", std::move(words)}});
    schema["default"] = first;
    return described(std::move(schema), description);
}

json::object paths() {
    json::object properties;
    properties["list"] = text("Of the list; \"list\" if not given.");
    properties["get"] = text("Of the look-up of one member; \"get\" if not given.");
    properties["upsert"] = text("Of the upsert; \"bulk-upsert\" if not given.");
    properties["delete"] = text("Of the deletion; \"bulk-delete\" if not given.");
    json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
    schema["additionalProperties"] = false;
    return described(std::move(schema),
                     "What Publisher's calls are named: names below /publisher.v1/member/, or paths from /.");
}

} // namespace

std::optional<settings> read_settings(core::node const& n) {
    settings s;
    auto const base = n.require("memberBaseId");
    auto const id = base ? base->non_empty_string() : std::nullopt;
    auto const url = n.require("baseUrl"); // each instance has its own; read with what all platforms have
    if (auto const place = n.get("paths")) read_paths(*place, s.paths);
    read_size(n, "batch", most_at_once, s.batch);
    read_size(n, "largestPage", most_on_page, s.largest_page);
    s.offsets = read_choice(n, "paging", "offset", "none");
    if (auto const place = n.get("listKey")) s.list_key = place->non_empty_string().value_or("");
    if (auto const place = n.get("idPrefix")) s.id_prefix = place->string().value_or("");
    s.id_filter = read_flag(n, "idFilter", true);
    s.merged = read_choice(n, "attributes", "merged", "replaced");
    s.any_404 = !read_choice(n, "missing", "named", "404");
    s.test_instance = read_flag(n, "testInstance", false);
    if (!id || !url) return std::nullopt;
    s.member_base = *id;
    return s;
}

json::object settings_schema() {
    json::object all;
    all["memberBaseId"] = text("Publisher's memberbase: mb_...");
    all["paths"] = paths();
    all["batch"] = size(most_at_once, 1000, "Members in one upsert or deletion.");
    all["largestPage"] = size(most_on_page, 100, "The most members that Publisher's list gives in one page.");
    all["paging"] = choice("offset", "none",
                           "Whether Publisher's list goes on by pagination.offset, or has one page only.");
    all["listKey"] = text("The key under which the reply of Publisher's list holds the members, if it is "
                          "neither a bare array nor under members, data, items or results.");
    all["idPrefix"] = text("How ids of Publisher's members begin, and no refs; \"m_\" if not given. Empty: "
                           "no ref is asked for by itself.");
    all["idFilter"] =
        flag(true, "Publisher's list can be filtered by id, as it can by ref; if not, members are "
                   "looked up one by one.");
    all["attributes"] =
        choice("merged", "replaced", "What Publisher's upsert does with attributes that it does not name.");
    all["missing"] = choice("named", "404",
                            "What says that Publisher has no such member: a 404 whose message names a "
                            "member, or any 404 in JSON.");
    all["testInstance"] =
        flag(false, "This instance of Publisher holds no real members: no consent is asked for.");
    return all;
}

} // namespace muster::provider::publisher
