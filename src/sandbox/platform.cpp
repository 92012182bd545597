#include "sandbox/platform.hpp"

#include "sandbox/random.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muster::sandbox {
namespace {

constexpr std::string_view control_prefix = "/__";
constexpr std::string_view raw_member_prefix = "/__members/";

std::string_view path_of(request const& r) {
    std::string_view const target = r.target;
    return target.substr(0, target.find('?'));
}

} // namespace

platform::state::state(settings const& s)
    : api(s.people, s.plans, effects),
      limit(s.requests_per_second),
      faults(s.faults) {}

platform::platform(settings s) : settings_(std::move(s)), state_(std::make_unique<state>(settings_)) {}

reply platform::answer(request const& r, core::instant now, core::wall_time today) {
    if (r.target.starts_with(control_prefix)) return control(r);
    auto const where = read_route(r.method, r.target);
    auto made = judge(r, where, now, today);
    made.delay += latency();
    ++state_->requests;
    state_->effects.answered(to_string(where.what), made);
    return made;
}

reply platform::control(request const& r) {
    auto const path = path_of(r);
    if (path == "/__ledger" && r.method == "GET") {
        auto report = state_->effects.report();
        report["maxInWindow"] = state_->limit.max_in_window();
        return reply(200, boost::json::serialize(report));
    }
    if (path.starts_with(raw_member_prefix) && r.method == "GET") {
        auto const* const member = state_->api.members().find(path.substr(raw_member_prefix.size()));
        return member != nullptr ? reply(200, member->whole())
                                 : error_reply(404, "member-not-found", "There is no such member.");
    }
    if (path == "/__reset" && r.method == "POST") {
        state_ = std::make_unique<state>(settings_);
        return reply(200, "{}");
    }
    return error_reply(404, "not-found",
                       "The sandbox has GET /__ledger, GET /__members/{id} and POST /__reset.");
}

reply platform::judge(request const& r, route const& where, core::instant now, core::wall_time today) {
    if (!state_->limit.has_room(now)) return throttled(settings_.retry_after);
    if (!accepts(r.api_key)) {
        state_->limit.take(now);
        return error_reply(401, "invalid-secret-key", "The secret key is missing or not valid.");
    }
    auto const met = state_->faults.next(r.method, path_of(r));
    if (met && met->kind == fault_kind::throttle)
        return throttled(met->retry_after); // like a true one: not accepted
    state_->limit.take(now);
    if (met) return with_fault(*met, r, where, today);
    return state_->api.answer(where, r.body, today, nullptr);
}

reply platform::with_fault(fault const& f, request const& r, route const& where, core::wall_time today) {
    auto made =
        f.after_effect ? state_->api.answer(where, r.body, today, &f) : error_reply(200, "fault", "A fault.");
    switch (f.kind) {
    case fault_kind::status:
        made = error_reply(f.status, "fault", "The sandbox's fault plan says so.");
        if (f.retry_after) made.retry_after = std::to_string(*f.retry_after);
        break;
    case fault_kind::reset: made.how = delivery::reset; break;
    case fault_kind::stall: made.how = delivery::stall; break;
    case fault_kind::truncate: made.how = delivery::truncate; break;
    case fault_kind::malformed: made = reply(200, R"({"data":[{"id":"mem_)"); break;
    case fault_kind::slow: made.delay += f.delay; break;
    default: break; // the page faults show in the list's reply already
    }
    return made;
}

reply platform::throttled(std::optional<unsigned> retry_after) const {
    auto made = error_reply(429, "too-many-requests", "Too many requests. Try again later.");
    if (retry_after) made.retry_after = std::to_string(*retry_after);
    return made;
}

bool platform::accepts(std::string_view key) const {
    return settings_.key.empty() ? key.starts_with("sk_sb_") : key == settings_.key;
}

core::duration platform::latency() {
    auto const swing = 2 * fraction(mix(settings_.people.seed + 3, state_->requests)) - 1; // in [-1, 1)
    auto const jitter = swing * static_cast<double>(settings_.latency_jitter.count());
    return std::max(core::duration::zero(),
                    settings_.latency + core::duration(static_cast<core::duration::rep>(jitter)));
}

} // namespace muster::sandbox
