#include "provider/memberpulse/settings.hpp"

#include "core/time.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace muster::provider::memberpulse {

namespace json = boost::json;

namespace {

constexpr std::string_view resources[] = {"members", "events", "courses"};

struct tariff {
    std::string_view name;
    std::uint64_t requests_per_hour;
};
constexpr tariff tariffs[] = {{"standard", 1000}, {"professional", 5000}, {"enterprise", 25'000}};

// The filters that the reference document names.
constexpr std::string_view documented_filters[] = {"email", "status", "createdAt[after]"};

std::string read_resource(core::node const& n, std::string fallback) {
    auto word = n.string();
    if (!word) return fallback;
    if (std::find(std::begin(resources), std::end(resources), *word) != std::end(resources)) return *word;
    std::string message = R"(must be "members", "events" or "courses")";
    if (auto const near = core::nearest(*word, {std::begin(resources), std::end(resources)}))
        message += "; did you mean \"" + *near + "\"?";
    n.fail(std::move(message));
    return fallback;
}

constexpr long most_per_hour = 1'000'000'000;
constexpr long most_in_a_page = 1000;

std::uint64_t read_plan(core::node const& n, std::uint64_t fallback) {
    if (n.value().is_number()) {
        auto const number = n.integer(1, most_per_hour);
        return number ? static_cast<std::uint64_t>(*number) : fallback;
    }
    auto const* const word = n.value().if_string();
    for (auto const& each : tariffs)
        if (word != nullptr && *word == each.name) return each.requests_per_hour;
    n.fail(
        R"(must be "standard", "professional" or "enterprise", or the requests that are allowed in an hour)");
    return fallback;
}

/// A filter's value as text; nullopt for what cannot stand in a query.
std::optional<std::string> query_text(json::value const& v) {
    if (auto const* const text = v.if_string()) return std::string(*text);
    if (v.is_int64() || v.is_uint64() || v.is_bool()) return json::serialize(v);
    return std::nullopt;
}

bool is_bound_of_dates(std::string_view name) {
    return name.starts_with("createdAt[") || name.starts_with("updatedAt[");
}

/// The platform passes over a filter that it does not know, and then lists everybody.
void warn_of_unknown(core::node const& query, std::string_view name) {
    std::vector<std::string_view> const known(std::begin(documented_filters), std::end(documented_filters));
    if (std::find(known.begin(), known.end(), name) != known.end()) return;
    std::string message = "is no filter that the platform documents (email, status, createdAt[after]); one "
                          "that it does not know it may ignore, and then it lists every record";
    if (auto const near = core::nearest(name, known)) message += "; did you mean \"" + *near + "\"?";
    query.get(name)->warn(std::move(message));
}

std::vector<list_filter> read_query(core::node const& n) {
    std::vector<list_filter> all;
    if (!n.is_object(R"({"createdAt[after]": "2024-01-01"})")) return all;
    for (auto const& entry : n.value().get_object()) {
        std::string const name(entry.key());
        auto const place = *n.get(name);
        auto value = query_text(entry.value());
        if (name == "page" || name == "itemsPerPage")
            n.fail_key(name,
                       R"(is muster's own; how much a page holds is said by "pace": {"pageSize": ...})");
        else if (name.empty())
            n.fail_key(name, "names no filter");
        else if (!value)
            place.fail("must be a string, a whole number, true or false");
        else if (is_bound_of_dates(name) && !core::parse_iso8601(*value))
            place.fail(
                R"(must be an ISO 8601 date, e.g. "2024-01-31", as the platform compares dates by it)");
        else
            all.push_back({name, std::move(*value)});
        if (!all.empty() && all.back().name == name) warn_of_unknown(n, name);
    }
    return all;
}

std::vector<std::string> read_names(core::node const& n, std::vector<std::string> fallback) {
    auto const* const array = n.value().if_array();
    if (array == nullptr) {
        n.fail(R"(must be an array of field names, e.g. ["id", "createdAt"])");
        return fallback;
    }
    std::vector<std::string> names;
    for (std::size_t i = 0; i < array->size(); ++i)
        if (auto name = n.at(i).non_empty_string()) names.push_back(std::move(*name));
    return names;
}

json::object text(std::string_view description) {
    return {{"type", "string"}, {"description", description}};
}

/// One of some words, or a parameter.
json::object one_of(json::array words, std::string_view description, std::string_view fallback) {
    json::array forms;
    forms.emplace_back(json::object{{"enum", std::move(words)}});
    forms.emplace_back(json::object{{"$ref", "#/$defs/parameter"}});
    json::object schema;
    schema["description"] = description;
    schema["anyOf"] = std::move(forms);
    schema["default"] = fallback;
    return schema;
}

} // namespace

bool settings::is_read_only(std::string_view field) const {
    return std::find(read_only.begin(), read_only.end(), field) != read_only.end();
}

settings read_settings(core::node const& n) {
    settings s;
    if (auto const place = n.get("resource")) s.resource = read_resource(*place, s.resource);
    if (auto const place = n.get("query")) s.query = read_query(*place);
    if (auto const place = n.get("readOnly")) s.read_only = read_names(*place, s.read_only);
    if (auto const place = n.get("largestPage")) {
        auto const size = place->integer(1, most_in_a_page);
        if (size) s.largest_page = static_cast<std::size_t>(*size);
    }
    if (auto const place = n.get("plan")) s.requests_per_hour = read_plan(*place, s.requests_per_hour);
    if (!s.of_members()) s.reference.clear();
    if (auto const place = n.get("reference")) s.reference = place->non_empty_string().value_or(s.reference);
    return s;
}

json::object schema_of_settings() {
    json::array words;
    for (auto const each : resources) words.emplace_back(json::string(each));
    json::array plans;
    for (auto const& each : tariffs) plans.emplace_back(json::string(each.name));

    json::object plan =
        one_of(std::move(plans), "The plan of the account, or its requests per hour.", "standard");
    plan["anyOf"].get_array().emplace_back(
        json::object{{"type", "integer"}, {"minimum", 1}, {"maximum", most_per_hour}});
    json::object value;
    value["type"] = json::array{"string", "integer", "boolean"};
    json::object query;
    query["type"] = "object";
    query["description"] = "The platform's own filters, passed on as query parameters of the list: email, "
                           "status, createdAt[after].";
    query["additionalProperties"] = std::move(value);
    json::object read_only;
    read_only["type"] = "array";
    read_only["items"] = json::object{{"type", "string"}, {"minLength", 1}};
    read_only["description"] = "The fields that the platform itself writes, which an update does not send "
                               "back; by default @id, @type, "
                               "@context, id, createdAt.";

    json::object largest;
    largest["description"] = "The most records that a page of MemberPulse's list holds.";
    largest["anyOf"] =
        json::array{json::object{{"type", "integer"}, {"minimum", 1}, {"maximum", most_in_a_page}},
                    json::object{{"$ref", "#/$defs/parameter"}}};
    largest["default"] = settings().largest_page;

    json::object all;
    all["resource"] = one_of(std::move(words), "What the job's records are.", "members");
    all["query"] = std::move(query);
    all["readOnly"] = std::move(read_only);
    all["largestPage"] = std::move(largest);
    all["plan"] = std::move(plan);
    all["reference"] = text("The field by which records that are made are known. MemberPulse: email for "
                            "members if not given, none for events and courses.");
    return all;
}

} // namespace muster::provider::memberpulse
