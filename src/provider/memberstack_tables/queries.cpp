#include "provider/memberstack_tables/queries.hpp"

#include "provider/memberstack_tables/records.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

namespace muster::provider::memberstack_tables {

namespace json = boost::json;

namespace {

http::request query(settings const& s, std::string_view which, json::object what) {
    json::object body;
    body["query"].emplace_object()[which] = std::move(what);
    return {http::method::post, records_target(s) + "/query", json::serialize(body)};
}

} // namespace

std::string table_target(settings const& s) {
    return "/v2/data-tables/" + http::percent_encode(s.table);
}

std::string records_target(settings const& s) {
    return table_target(s) + "/records";
}

std::string record_target(settings const& s, std::string_view id) {
    return records_target(s) + "/" + http::percent_encode(id);
}

http::request list_request(settings const& s, list_query const& q) {
    json::object what;
    what["orderBy"] = json::object{{"createdAt", q.newest_first ? "desc" : "asc"}};
    what["take"] = std::min(q.limit, largest_page);
    if (!q.after.empty()) what["after"] = value_of(q.after);
    return query(s, "findMany", std::move(what));
}

http::request find_by_id(settings const& s, std::string_view id) {
    json::object what;
    what["where"].emplace_object()["id"] = id;
    return query(s, "findUnique", std::move(what));
}

http::request find_by_unique(settings const& s, std::string_view value) {
    json::object what;
    what["where"].emplace_object()[s.unique].emplace_object()["equals"] = value;
    what["take"] = 2;
    return query(s, "findMany", std::move(what));
}

http::request describe_table(settings const& s) {
    return {http::method::get, table_target(s)};
}

} // namespace muster::provider::memberstack_tables
