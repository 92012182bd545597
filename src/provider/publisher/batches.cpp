#include "provider/publisher/batches.hpp"

#include "core/printable.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <unordered_set>
#include <vector>

namespace muster::provider::publisher {

namespace json = boost::json;

namespace {

/// The record that goes into an upsert for this member.
json::object const& record_of(assignment const& a) {
    if (auto const* const update = std::get_if<core::update_fields>(&a.what)) return update->set;
    return std::get<core::upsert_member>(a.what).document;
}

using id_set = std::unordered_set<std::string_view>;

core::verdict judge_made(json::value const& id) {
    auto const* const text = id.if_string();
    if (text == nullptr || text->empty()) return core::transient{"a success without the id of the member"};
    return core::done{std::string(*text)};
}

/// `strangers`: the ids in the reply that none of the members had, each told of once.
core::verdict judge_updated(assignment const& a, id_set const& told,
                            std::vector<std::string_view>& strangers) {
    if (told.contains(a.member_id)) return core::done{};
    if (strangers.empty()) return core::transient{"a success without the id of the member"};
    auto const other = core::printable(strangers.back());
    strangers.pop_back();
    return core::rejected{"made-anew", "somebody deleted the member meanwhile, so that the upsert has made "
                                       "another, "
                                           + other + "; delete it if it is not wanted"};
}

} // namespace

http::request upsert_request(settings const& s, std::span<assignment const> unit) {
    // Written piece by piece: a batch holds thousands of records, and none need be copied.
    std::string body =
        R"({"member_base_id":)" + json::serialize(json::value(s.member_base)) + R"(,"members":[)";
    for (auto const& each : unit) {
        if (&each != &unit.front()) body += ',';
        body += json::serialize(record_of(each));
    }
    body += "]}";
    return {http::method::post, s.paths.upsert, std::move(body)};
}

http::request delete_request(settings const& s, std::span<assignment const> unit) {
    json::array ids;
    ids.reserve(unit.size());
    for (auto const& each : unit) ids.emplace_back(each.member_id);
    json::object const body{{"member_base_id", s.member_base}, {"member_ids", std::move(ids)}};
    return {http::method::post, s.paths.remove, json::serialize(body)};
}

judgement judge_upsert(std::span<assignment const> unit, json::value const& body) {
    auto const* const ids = body.if_array();
    if (ids == nullptr) return core::transient{"a success without the list of ids"};
    if (ids->size() != unit.size())
        return core::transient{"a success with " + std::to_string(ids->size()) + " ids for "
                               + std::to_string(unit.size()) + " members"};
    std::vector<core::verdict> each;
    each.reserve(unit.size());
    if (!std::holds_alternative<core::update_fields>(unit.front().what)) {
        for (auto const& id : *ids) each.push_back(judge_made(id));
        return each;
    }
    id_set sent;
    id_set told;
    for (auto const& one : unit) sent.insert(one.member_id);
    std::vector<std::string_view> strangers;
    for (auto const& id : *ids) {
        auto const* const text = id.if_string();
        if (text == nullptr || text->empty()) continue;
        if (told.insert(*text).second && !sent.contains(*text)) strangers.push_back(*text);
    }
    std::reverse(strangers.begin(), strangers.end()); // the first is told first
    for (auto const& one : unit) each.push_back(judge_updated(one, told, strangers));
    return each;
}

} // namespace muster::provider::publisher
