#include "random_job.hpp"

#include <array>

namespace muster::simulated {

std::string some_operation(dice& d, user who) {
    if (who == user::restless && d.chance(0.2)) return bump;
    switch (d.below(4)) {
    case 0: return R"("addPlan": {"planId": "pln_gold"})";
    case 1: return R"("update": {"customFields": {"score": "7"}})";
    case 2: return R"("update": {"json": {"score": 7}, "merge": true})";
    default: return R"("delete": {})";
    }
}

std::string some_pace(dice& d) {
    constexpr std::array<int, 3> rates{0, 25, 50};
    auto const page_size = 3 + d.below(18); // the dice are thrown one by one: operands have no order
    auto const concurrency = 1 + d.below(16);
    auto const rate = rates.at(d.below(3));
    return R"(, "retry": {"attempts": 20, "patience": "2h"}, "pace": {"pageSize": )"
           + std::to_string(page_size) + R"(, "concurrency": )" + std::to_string(concurrency)
           + R"(, "requestsPerSecond": )" + std::to_string(rate) + "}"
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
