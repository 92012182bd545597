#include "twin_dialects.hpp"

#include "core/path.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace muster::simulated {

namespace json = boost::json;
using http::method;

namespace {

std::string text_in(json::value const& document, std::string_view key) {
    return std::string(document.as_object().at(key).as_string());
}

json::array* list_in(json::value& body, std::string_view key) {
    auto* const object = body.if_object();
    auto* const found = object != nullptr ? object->if_contains(key) : nullptr;
    return found != nullptr ? found->if_array() : nullptr;
}

/// Of a platform whose members stand at `/members/{id}`, and are made by a POST to `/members`.
subjects changed_by_path(http::request const& r) {
    constexpr std::string_view folder = "/members/";
    if (r.verb == method::get) return {};
    if (!r.target.starts_with(folder)) return {{text_in(json::parse(r.body), "email")}, true};
    return {{r.target.substr(folder.size())}};
}

bool is_page_by_query(http::request const& r) {
    return r.verb == method::get && r.target.starts_with("/members?")
           && r.target.find("email=") == r.target.npos;
}

std::string address_of(std::string const& name) {
    return name + "@newcomers.example";
}

dialect memberstack_v1() {
    dialect d;
    d.kind = "memberstack-v1";
    d.folder = "/v1";
    d.reference = "email";
    d.page_size = "limit=";
    d.refusal = 422;
    d.changed_by = changed_by_path;
    d.is_page = is_page_by_query;
    d.page_in = [](json::value& body) { return list_in(body, "members"); };
    d.everyone = [] { return http::request(method::get, "/members?limit=100000&page=1"); };
    d.newcomer = [](std::string const& name) {
        json::object const body{{"email", address_of(name)},
                                {"password", "long enough"},
                                {"plan", "5ed1c411b4a2491976046d43"},
                                {"metaData", {{"country", "Germany"}}}};
        return http::request(method::post, "/members", json::serialize(body));
    };
    d.removal = [](std::string const& id) { return http::request(method::del, "/members/" + id); };
    return d;
}

dialect memberpulse() {
    dialect d;
    d.kind = "memberpulse";
    d.folder = "/api";
    d.reference = "email";
    d.page_size = "itemsPerPage=";
    d.refusal = 422;
    d.changed_by = changed_by_path;
    d.is_page = is_page_by_query;
    d.page_in = [](json::value& body) { return body.if_array(); };
    d.everyone = [] { return http::request(method::get, "/members?itemsPerPage=100000&page=1"); };
    d.newcomer = [](std::string const& name) {
        json::object const body{{"email", address_of(name)}, {"address", {{"country", "Germany"}}}};
        return http::request(method::post, "/members", json::serialize(body));
    };
    d.removal = [](std::string const& id) { return http::request(method::del, "/members/" + id); };
    return d;
}

http::request to_publisher(std::string const& call, json::object body) {
    body["member_base_id"] = "mb_sandbox";
    return {method::post, "/publisher.v1/member/" + call, json::serialize(body)};
}

subjects changed_in_bulk(http::request const& r) {
    subjects all;
    bool const upsert = r.target.ends_with("/bulk-upsert");
    if (!upsert && !r.target.ends_with("/bulk-delete")) return all;
    auto const body = json::parse(r.body);
    all.are_references = upsert;
    for (auto const& each : body.as_object().at(upsert ? "members" : "member_ids").as_array())
        all.names.push_back(upsert ? text_in(each, "ref") : std::string(each.as_string()));
    return all;
}

dialect publisher() {
    dialect d;
    d.kind = "publisher";
    d.reference = "ref";
    d.refusal = 400;
    d.goes_on_behind_last = true;
    d.changed_by = changed_in_bulk;
    d.is_page = [](http::request const& r) {
        return r.target.ends_with("/list") && r.body.find("\"filters\"") == std::string::npos;
    };
    d.page_in = [](json::value& body) { return body.if_array(); };
    d.everyone = [] { return to_publisher("list", {{"pagination", {{"limit", 100'000}}}}); };
    d.newcomer = [](std::string const& name) {
        json::object const record{{"ref", address_of(name)}, {"attributes", {{"country", "Germany"}}}};
        return to_publisher("bulk-upsert", {{"members", json::array{record}}});
    };
    d.removal = [](std::string const& id) {
        return to_publisher("bulk-delete", {{"member_ids", json::array{id}}});
    };
    return d;
}

constexpr std::string_view records = "/v2/data-tables/products/records";

subjects changed_in_table(http::request const& r) {
    if (r.target == std::string(records) + "/query") return {};
    if (r.target == records) return {{text_in(json::parse(r.body).at("data"), "sku")}, true};
    return {{r.target.substr(records.size() + 1)}};
}

dialect memberstack_tables() {
    dialect d;
    d.kind = "memberstack-tables";
    d.reference = "data.sku";
    d.refusal = 400;
    d.changed_by = changed_in_table;
    d.is_page = [](http::request const& r) {
        return r.target.ends_with("/query") && r.body.find("\"orderBy\"") != std::string::npos;
    };
    d.page_in = [](json::value& body) {
        auto* const object = body.if_object();
        auto* const data = object != nullptr ? object->if_contains("data") : nullptr;
        return data != nullptr ? list_in(*data, "records") : nullptr;
    };
    d.everyone = [] {
        return http::request(method::post, std::string(records) + "/query",
                             R"({"query":{"findMany":{"take":100000}}})");
    };
    d.newcomer = [](std::string const& name) {
        json::object const body{{"data", {{"sku", name}, {"name", "New"}, {"inStock", false}}}};
        return http::request(method::post, std::string(records), json::serialize(body));
    };
    d.removal = [](std::string const& id) {
        return http::request(method::del, std::string(records) + "/" + id);
    };
    return d;
}

} // namespace

dialect const& dialect_of(std::string_view kind) {
    static const std::array<dialect, 4> all{memberstack_v1(), publisher(), memberpulse(),
                                            memberstack_tables()};
    auto const found = std::find_if(all.begin(), all.end(), [&](auto const& d) { return d.kind == kind; });
    if (found == all.end()) throw std::invalid_argument("no dialect of " + std::string(kind));
    return *found;
}

std::string id_in(json::object const& document) {
    auto const* const id = document.if_contains("id");
    return std::string((id != nullptr ? *id : document.at("_id")).as_string());
}

std::string reference_in(json::object const& document, dialect const& d) {
    return std::string(core::path(d.reference).find(document)->as_string());
}

} // namespace muster::simulated
