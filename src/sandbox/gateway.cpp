#include "sandbox/gateway.hpp"

#include "sandbox/random.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muster::sandbox {
namespace {

constexpr std::string_view control_prefix = "/__";
constexpr std::string_view raw_member_prefix = "/__members/";

} // namespace

gateway::state::state(settings const& s, platform_maker const& make)
    : behind(make(effects)),
      limit(s.requests_per_second),
      quota(s.quota, s.hour),
      faults(s.faults) {}

gateway::gateway(settings s, platform_maker make)
    : settings_(std::move(s)),
      make_(std::move(make)),
      state_(std::make_unique<state>(settings_, make_)) {}

reply gateway::answer(request const& r, core::instant now, core::wall_time today) {
    if (r.target.starts_with(control_prefix)) return control(r);
    auto made = judge(r, now, today);
    made.more_fields += limit_fields(now);
    made.delay += latency();
    ++state_->requests;
    state_->arrivals.push_back(
        std::chrono::floor<std::chrono::milliseconds>(today).time_since_epoch().count());
    state_->effects.answered(state_->behind->call(r), made);
    return made;
}

reply gateway::control(request const& r) {
    auto const path = r.path();
    if (path == "/__ledger" && r.method == "GET") {
        auto report = state_->effects.report();
        report["maxInWindow"] = state_->limit.max_in_window();
        if (settings_.quota != 0) report["maxInHour"] = state_->quota.max_in_window();
        return reply(200, boost::json::serialize(report));
    }
    if (path == "/__arrivals" && r.method == "GET")
        return reply(200, boost::json::serialize(
                              boost::json::array(state_->arrivals.begin(), state_->arrivals.end())));
    if (path.starts_with(raw_member_prefix) && r.method == "GET") {
        auto kept = state_->behind->member(path.substr(raw_member_prefix.size()));
        return kept ? reply(200, std::move(*kept))
                    : error_reply(404, "member-not-found", "There is no such member.");
    }
    if (path == "/__reset" && r.method == "POST") {
        state_ = std::make_unique<state>(settings_, make_);
        return reply(200, "{}");
    }
    return error_reply(
        404, "not-found",
        "The sandbox has GET /__ledger, GET /__arrivals, GET /__members/{id} and POST /__reset.");
}

reply gateway::judge(request const& r, core::instant now, core::wall_time today) {
    auto& behind = *state_->behind;
    if (!state_->limit.has_room(now)) return throttled(settings_.retry_after);
    // How long the quota is used up is not told: no Retry-After.
    if (settings_.quota != 0 && !state_->quota.has_room(now)) return throttled(std::nullopt);
    auto const count = [&] {
        state_->limit.take(now);
        if (settings_.quota != 0) state_->quota.take(now);
    };
    if (!accepts(r.api_key)) {
        count();
        return behind.refuse(r.api_key);
    }
    auto const met = state_->faults.next(r.method, r.path(), behind.lists(r));
    if (met && met->kind == fault_kind::throttle)
        return throttled(met->retry_after); // like a true one: not accepted
    count();
    if (met) return with_fault(*met, r, today);
    return behind.answer(r, today, nullptr);
}

reply gateway::with_fault(fault const& f, request const& r, core::wall_time today) {
    auto& behind = *state_->behind;
    auto made = f.after_effect ? behind.answer(r, today, &f) : behind.error(200, "fault", "A fault.");
    switch (f.kind) {
    case fault_kind::status:
        made = behind.error(f.status, "fault", "The sandbox's fault plan says so.");
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

reply gateway::throttled(std::optional<unsigned> retry_after) const {
    auto made = state_->behind->error(429, "too-many-requests", "Too many requests. Try again later.");
    if (retry_after) made.retry_after = std::to_string(*retry_after);
    return made;
}

bool gateway::accepts(std::string_view key) const {
    return settings_.key.empty() ? state_->behind->accepts(key) : key == settings_.key;
}

std::string gateway::limit_fields(core::instant now) {
    auto& limit = state_->limit;
    if (limit.rate() == 0 || !state_->behind->tells_limit()) return {};
    // The whole of a sliding second is free again once one has passed.
    return "ratelimit-limit: " + std::to_string(limit.rate())
           + "\r\nratelimit-remaining: " + std::to_string(limit.room(now)) + "\r\nratelimit-reset: 1\r\n";
}

core::duration gateway::latency() {
    auto const swing = 2 * fraction(mix(settings_.seed + 3, state_->requests)) - 1; // in [-1, 1)
    auto const jitter = swing * static_cast<double>(settings_.latency_jitter.count());
    return std::max(core::duration::zero(),
                    settings_.latency + core::duration(static_cast<core::duration::rep>(jitter)));
}

} // namespace muster::sandbox
