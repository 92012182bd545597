#include "sandbox/ledger.hpp"

namespace muster::sandbox {
namespace {

template <class Counts>
void add_one(Counts& all, std::string_view key) {
    auto at = all.find(key);
    if (at == all.end()) at = all.emplace(key, 0).first;
    ++at->second;
}

std::string status_word(reply const& r) {
    switch (r.how) {
    case delivery::reset: return "reset";
    case delivery::stall: return "stalled";
    case delivery::truncate: return "truncated";
    case delivery::whole: break;
    }
    return std::to_string(r.status);
}

template <class Counts>
boost::json::object to_object(Counts const& all) {
    boost::json::object o;
    for (auto const& [key, times] : all) o[key] = times;
    return o;
}

} // namespace

void ledger::effect(std::string_view member_id, std::string_view what) {
    auto member = members_.find(member_id);
    if (member == members_.end()) member = members_.try_emplace(std::string(member_id)).first;
    add_one(member->second, what);
}

void ledger::answered(std::string_view route, reply const& r) {
    ++requests_;
    if (r.status == 429) ++throttled_;
    add_one(routes_, route);
    add_one(statuses_, status_word(r));
}

boost::json::object ledger::report() const {
    boost::json::object members;
    for (auto const& [id, effects] : members_) members[id] = to_object(effects);
    boost::json::object o;
    o["members"] = std::move(members);
    o["requests"] = requests_;
    o["throttled"] = throttled_;
    o["byPath"] = to_object(routes_);
    o["byStatus"] = to_object(statuses_);
    return o;
}

} // namespace muster::sandbox
