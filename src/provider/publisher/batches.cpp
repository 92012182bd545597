#include "provider/publisher/batches.hpp"

#include "core/printable.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace muster::provider::publisher {

namespace json = boost::json;

namespace {

/// The record that goes into an upsert for this member.
json::object const& record_of(assignment const& a) {
    if (auto const* const update = std::get_if<core::update_fields>(&a.what)) return update->set;
    return std::get<core::upsert_member>(a.what).document;
}

core::verdict judge_upserted(assignment const& a, json::value const& id) {
    auto const* const text = id.if_string();
    if (text == nullptr || text->empty()) return core::transient{"a success without the id of the member"};
    if (!std::holds_alternative<core::update_fields>(a.what)) return core::done{std::string(*text)};
    if (std::string_view(*text) == a.member_id) return core::done{};
    return core::rejected{"made-anew", "somebody deleted the member meanwhile, so that the upsert has made "
                                       "another, "
                                           + core::printable(std::string_view(*text))
                                           + "; delete it if it is not wanted"};
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
    for (std::size_t i = 0; i < unit.size(); ++i) each.push_back(judge_upserted(unit[i], ids->at(i)));
    return each;
}

} // namespace muster::provider::publisher
