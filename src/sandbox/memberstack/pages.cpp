#include "sandbox/memberstack/pages.hpp"

#include "core/whole_number.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muster::sandbox::memberstack {
namespace {

constexpr std::uint64_t default_limit = 50;
constexpr std::uint64_t max_limit = 100; // asking for more is no error, it gives 100 (the SDK's own docs)

struct query {
    std::uint64_t limit = default_limit;
    std::uint64_t after = 0;
    bool newest_first = false;
    bool include_json = false;
};

/// The query, or nullopt if a parameter makes no sense.
std::optional<query> read_query(route const& r) {
    query q;
    auto const first = r.parameter("first");
    auto const limit = first ? first : r.parameter("limit");
    auto const after = r.parameter("after");
    auto const order = r.parameter("order");
    auto const wanted = limit ? core::whole_number(*limit) : default_limit;
    auto const from = after ? core::whole_number(*after) : 0;
    if (!wanted || *wanted == 0 || !from) return std::nullopt;
    if (order && *order != "ASC" && *order != "DESC") return std::nullopt;
    q.limit = std::min(*wanted, max_limit);
    q.after = *from;
    q.newest_first = order == "DESC";
    q.include_json = r.parameter("includeJSON") == "true";
    return q;
}

std::string without_id(entry const& member) {
    auto document = document_of(member);
    document.erase("id");
    return boost::json::serialize(document);
}

} // namespace

reply list_members(roll const& members, route const& r, fault const* spoiled) {
    auto const asked = read_query(r);
    if (!asked)
        return error_reply(400, "validation-error",
                           "limit must be a number from 1, after a number, and order ASC or DESC");
    auto q = *asked;
    auto is = [&](fault_kind kind) { return spoiled != nullptr && spoiled->kind == kind; };
    if (is(fault_kind::shrink_page)) q.limit = std::min<std::uint64_t>(q.limit, spoiled->size);

    auto page = members.list(q.after, q.limit, q.newest_first);
    auto cursor = page.members.empty() ? q.after : page.members.back()->position;
    if (is(fault_kind::stuck_cursor)) cursor = q.after;
    if (is(fault_kind::rewind_cursor)) cursor = 0;
    if (is(fault_kind::repeat_member) && !page.members.empty()) page.members.push_back(page.members.front());
    auto const total = members.size() + (is(fault_kind::drift_total) ? spoiled->size : 0);

    std::string body = "{\"totalCount\":" + std::to_string(total) + ",\"endCursor\":" + std::to_string(cursor)
                       + ",\"hasNextPage\":" + (page.more ? "true" : "false") + ",\"data\":[";
    std::size_t size = body.size() + 2;
    for (auto const* const m : page.members) size += m->listed.size() + m->json.size() + 10;
    body.reserve(size);
    bool first = true;
    for (auto const* const m : page.members) {
        if (!first) body += ',';
        if (first && is(fault_kind::no_id))
            body += without_id(*m);
        else if (q.include_json)
            body += m->whole();
        else
            body += m->listed;
        first = false;
    }
    body += "]}";
    return reply(200, std::move(body));
}

} // namespace muster::sandbox::memberstack
