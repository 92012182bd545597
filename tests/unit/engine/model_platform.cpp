#include "model_platform.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muster::simulated {

namespace json = boost::json;

namespace {

http::reply reply_of(unsigned status, std::string body) {
    http::reply r;
    r.status = status;
    r.body = std::move(body);
    return r;
}

std::uint64_t number_in(std::string const& query, std::string const& name, std::uint64_t otherwise) {
    auto const at = query.find(name + '=');
    return at == std::string::npos ? otherwise : std::stoull(query.substr(at + name.size() + 1));
}

} // namespace

model_platform::model_platform(std::size_t size) {
    for (std::uint64_t i = 1; i <= size; ++i) insert(i * 10);
}

std::string model_platform::id_at(std::uint64_t position) {
    return "mem_" + std::to_string(position);
}

void model_platform::insert(std::uint64_t position) {
    auto const id = id_at(position);
    members_[position] = {
        {"id", id},
        {"auth", {{"email", id + "@example.com"}}},
        {"lastLogin", "2024-01-01T00:00:00.000Z"},
        {"customFields", {{"country", matches(position) ? "Germany" : "France"}}},
        {"metaData", json::object()},
        {"json", {{"kept", position}}},
        {"planConnections", {{{"planId", "pln_silver"}, {"status", "ACTIVE"}, {"active", true}}}}};
    positions_[id] = position;
}

void model_platform::erase(std::string const& id) {
    members_.erase(positions_.at(id));
    positions_.erase(id);
}

json::object const& model_platform::document(std::string const& id) const {
    return members_.at(positions_.at(id));
}

std::set<std::string> model_platform::ids() const {
    std::set<std::string> all;
    for (auto const& [id, position] : positions_) all.insert(id);
    return all;
}

std::set<std::string> model_platform::matching() const {
    std::set<std::string> all;
    for (auto const& [id, position] : positions_)
        if (matches(position)) all.insert(id);
    return all;
}

http::reply model_platform::answer(http::request const& r) {
    if (!key_trouble.empty())
        return reply_of(401,
                        json::serialize(json::object{{"code", "unauthorized"}, {"message", key_trouble}}));
    auto const query_at = r.target.find('?');
    auto const path = r.target.substr(0, query_at);
    if (path == "/members") return list(query_at == std::string::npos ? "" : r.target.substr(query_at));
    auto const id_at = std::string("/members/").size();
    auto const id_end = path.find('/', id_at);
    auto const id = path.substr(id_at, id_end == std::string::npos ? id_end : id_end - id_at);
    auto const action = id_end == std::string::npos ? "" : path.substr(id_end + 1);
    if (r.verb != http::method::get) return change(r, id, action);
    json::object body{{"data", nullptr}};
    if (exists(id)) body["data"] = document(id);
    return reply_of(200, json::serialize(body));
}

http::reply model_platform::list(std::string const& query) {
    auto const after = number_in(query, "after", 0);
    auto const limit = std::min<std::size_t>(number_in(query, "limit", 50), largest_page);
    json::array data;
    auto at = members_.upper_bound(after);
    std::uint64_t last = after;
    for (; at != members_.end() && data.size() < limit; ++at) {
        data.emplace_back(at->second);
        last = at->first;
    }
    return reply_of(200, json::serialize(json::object{{"totalCount", members_.size()},
                                                      {"endCursor", last},
                                                      {"hasNextPage", at != members_.end()},
                                                      {"data", std::move(data)}}));
}

http::reply model_platform::change(http::request const& r, std::string const& id, std::string const& action) {
    auto& entered = ledger_[id];
    ++entered.change_requests;
    if (cursed.contains(id)) return reply_of(500, "");
    if (unacceptable.contains(id)) return reply_of(400, R"({"code":"not-today","message":"no"})");
    if (!exists(id)) return reply_of(404, R"({"code":"member-not-found","message":"Member not found"})");
    http::reply said = reply_of(200, R"({"data":{}})");
    bool const altered = alter(r, members_.at(positions_.at(id)), action, said);
    if (altered) ++entered.changes;
    if (altered && r.verb == http::method::del) erase(id);
    return said;
}

bool model_platform::alter(http::request const& r, json::object& document, std::string const& action,
                           http::reply& said) {
    if (r.verb == http::method::del) return true;
    auto const body = r.body.empty() ? json::object() : json::parse(r.body).as_object();
    if (action.empty()) { // PATCH
        auto const before = document;
        for (auto const& [key, value] : body) {
            if (key != "customFields")
                document[key] = value; // json is replaced whole
            else
                for (auto const& [name, field] : value.as_object())
                    document["customFields"].as_object()[name] = field;
        }
        return document != before;
    }
    auto& plans = document["planConnections"].as_array();
    if (action == "bump") { // what a raw request does: once more each time
        auto& count = document["json"].as_object()["bumped"];
        count = count.is_int64() ? count.as_int64() + 1 : 1;
        return true;
    }
    auto const plan = body.at("planId");
    if (plan == json::value(unknown_plan)) {
        said = reply_of(400, R"({"code":"plan-not-found","message":"There is no such plan"})");
        return false;
    }
    said = reply_of(200, "OK");
    auto const has = std::find_if(plans.begin(), plans.end(),
                                  [&](json::value const& p) { return p.as_object().at("planId") == plan; });
    if (action == "add-plan") {
        if (has != plans.end())
            said = reply_of(400, R"({"code":"already-have-plan","message":"has it"})");
        else
            plans.push_back(json::object{{"planId", plan}, {"status", "ACTIVE"}, {"active", true}});
        return said.status == 200;
    }
    bool const had = has != plans.end();
    if (had) plans.erase(has);
    return had;
}

} // namespace muster::simulated
