#include "random_job.hpp"

#include <array>
#include <chrono>
#include <vector>

namespace muster::simulated {

namespace {

std::vector<std::string> operations_of(std::string const& provider) {
    if (provider == "memberstack-v1")
        return {R"("update": {"metaData": {"country": "Sweden"}})",
                R"("update": {"customFields": {"score": "7"}})", R"("delete": {})", create};
    if (provider == "publisher")
        return {R"("update": {"attributes": {"score": "7"}})", R"("upsert": {})", R"("delete": {})"};
    if (provider == "memberpulse") return {R"("update": {"status": "lapsed"})", create, R"("delete": {})"};
    if (provider == "memberstack-tables")
        return {R"("update": {"data": {"status": "lapsed", "price": 7.25}})", create, R"("delete": {})"};
    return {};
}

} // namespace

std::string some_operation(dice& d, user who, std::string const& provider) {
    if (auto const all = operations_of(provider); !all.empty()) return all[d.below(all.size())];
    if (who == user::restless && d.chance(0.2)) return bump;
    switch (d.below(4)) {
    case 0: return R"("addPlan": {"planId": "pln_gold"})";
    case 1: return R"("update": {"customFields": {"score": "7"}})";
    case 2: return R"("update": {"json": {"score": 7}, "merge": true})";
    default: return R"("delete": {})";
    }
}

std::optional<pacing::quota> some_quota(std::uint64_t seed) {
    dice d(seed + 3'000'000'019);
    if (!d.chance(0.3)) return std::nullopt;
    return pacing::quota{20 + d.below(60), std::chrono::minutes(5 + d.below(20))};
}

std::string as_key(std::optional<pacing::quota> const& q) {
    if (!q) return {};
    return R"(, "quota": {"requests": )" + std::to_string(q->requests) + R"(, "per": ")"
           + std::to_string(std::chrono::duration_cast<std::chrono::minutes>(q->window).count()) + R"(m"})";
}

std::string some_pace(dice& d, std::string const& quota) {
    constexpr std::array<int, 3> rates{0, 25, 50};
    auto const page_size = 3 + d.below(18); // the dice are thrown one by one: operands have no order
    auto const concurrency = 1 + d.below(16);
    auto const rate = rates.at(d.below(3));
    return R"(, "retry": {"attempts": 20, "patience": "2h"}, "pace": {"pageSize": )"
           + std::to_string(page_size) + R"(, "concurrency": )" + std::to_string(concurrency)
           + R"(, "requestsPerSecond": )" + std::to_string(rate) + quota + "}"
           + (page_size % 2 == 0 ? R"(, "canary": {"members": 5})" : "");
}

std::string some_windows(std::uint64_t seed) {
    dice d(seed + 1'000'000'007);
    if (!d.chance(0.35)) return {};
    std::string all;
    auto const clock = [](std::uint64_t s) {
        std::string text;
        for (auto const part : {s / 3600 % 24, s / 60 % 60, s % 60})
            text += (text.empty() ? "" : ":") + std::string(part < 10 ? "0" : "") + std::to_string(part);
        return text;
    };
    std::uint64_t at = 16 * 3600UL - d.below(20);
    for (int i = 0; i < 12; ++i) {
        auto const from = at;
        at += 5 + d.below(120);
        all += (all.empty() ? "" : ", ") + (R"({"from": ")" + clock(from) + R"(", "to": ")" + clock(at))
               + R"(", "timezone": "UTC")" + (at % 4 == 0 ? R"(, "rate": 10})" : "}");
        at += 5 + d.below(900);
    }
    return R"(, "window": [)" + all + "]";
}

} // namespace muster::simulated
