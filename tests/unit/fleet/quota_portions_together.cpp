#include "fleet/quota_portions.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <deque>
#include <random>
#include <vector>

BOOST_AUTO_TEST_SUITE(portions_of_many_processes)

using namespace muster;
using namespace muster::fleet;
using namespace std::chrono_literals;
using core::duration;

namespace {

/// Processes that send as soon as each may, in steps of time; each may be killed, and another begun.
struct conditions {
    pacing::quota limit;
    std::size_t processes = 3;
    duration step = 100ms;
    double wants = 0.5;   ///< the part of the steps in which a process wants to send
    duration trip = 50ms; ///< longest, to the database, and back
    double kills = 0;     ///< a process in a step
    double returns = 0;   ///< a request that did not leave, and is given back some time later
    std::uint32_t seed = 1;
};

struct outcome {
    std::uint64_t sent = 0, exceeded = 0, in_second_half = 0;
    std::size_t killed = 0;
};

class world {
public:
    explicit world(conditions const& with) : with_(with), random_(with.seed), all_(with.processes) {
        for (auto& p : all_) p.ahead = random(1000h);
    }

    outcome run(duration how_long) {
        for (now_ = 0s; now_ < how_long; now_ += with_.step)
            for (auto& p : all_) {
                answer(p);
                send(p, now_ > how_long / 2);
                ask(p);
                if (chance(with_.kills)) kill(p);
            }
        std::sort(arrived_.begin(), arrived_.end());
        auto const n = with_.limit.requests;
        for (std::size_t i = n; i < arrived_.size(); ++i)
            if (arrived_[i] - arrived_[i - n] <= with_.limit.window) ++result_.exceeded;
        result_.sent = arrived_.size();
        return result_;
    }

private:
    struct process {
        quota_portions portions;
        std::uint64_t wanted = 0;
        duration ahead{}; // of its clock
        std::optional<quota_portions::errand> errand;
        duration read_at{}, heard_at{}; // by the database, and of it
        quota_portions::reply reply;
        bool settled = false;
        std::deque<std::pair<duration, quota_portions::mark>> to_return;
    };

    bool chance(double p) { return std::uniform_real_distribution<>()(random_) < p; }
    duration random(duration below) {
        return duration(std::uniform_int_distribution<std::int64_t>(0, below.count())(random_));
    }

    void send(process& p, bool second_half) {
        auto const up = now_ + p.ahead;
        while (!p.to_return.empty() && p.to_return.front().first <= now_) {
            p.portions.restore(p.to_return.front().second, 1);
            p.to_return.pop_front();
        }
        if (chance(with_.wants)) ++p.wanted;
        if (p.wanted == 0) return;
        auto const mark = p.portions.take(with_.limit, 1, up, 1);
        if (!mark) return;
        --p.wanted;
        if (chance(with_.returns)) {
            p.to_return.emplace_back(now_ + random(with_.limit.window / 3), *mark);
            return;
        }
        arrived_.push_back(now_ + random(with_.limit.window / 240)); // that long it may be on its way
        if (second_half) ++result_.in_second_half;
    }

    void ask(process& p) {
        if (p.errand) return;
        auto const up = now_ + p.ahead;
        auto const due = p.portions.due(up);
        if (!due || *due > up) return;
        auto e = p.portions.begin(up);
        if (e.empty()) return;
        p.errand = e;
        p.settled = false;
        p.read_at = now_ + random(with_.trip);
        p.heard_at = p.read_at + random(with_.trip);
    }

    void answer(process& p) {
        if (!p.errand) return;
        if (!p.settled && p.read_at <= now_) {
            p.reply = settle(row_, *p.errand, 1'700'000'000'000'000 + now_ / 1us);
            p.settled = true;
        }
        if (!p.settled || p.heard_at > now_) return;
        p.portions.done(*p.errand, p.reply);
        p.errand.reset();
    }

    void kill(process& p) {
        p = {};
        p.ahead = random(1000h);
        ++result_.killed;
    }

    conditions with_;
    std::mt19937 random_;
    std::vector<process> all_;
    duration now_{};
    pacing::quota_state row_;
    std::vector<duration> arrived_;
    outcome result_;
};

} // namespace

BOOST_AUTO_TEST_CASE(no_window_holds_more_than_the_quota_whatever_happens) {
    std::uint32_t seed = 0;
    for (auto const requests : {1U, 60U, 1000U})
        for (auto const processes : {1U, 5U})
            for (auto const kills : {0.0, 0.005})
                for (auto const returns : {0.0, 0.2})
                    for (duration const trip : {duration(50ms), duration(400ms)}) {
                        conditions const c{{requests, 5min}, processes, 150ms, 0.75, trip, kills,
                                           returns,          ++seed};
                        auto const o = world(c).run(13min);
                        BOOST_TEST(o.exceeded == 0U,
                                   "seed " << seed << ": " << o.exceeded << " of " << o.sent);
                        BOOST_TEST(o.sent > 0U, "seed " << seed);
                    }
}

BOOST_AUTO_TEST_CASE(nearly_all_of_it_can_be_used) {
    for (auto const processes : {1U, 4U}) {
        auto const o = world({{2000, 5min}, processes, 100ms, 1.0}).run(20min);
        BOOST_TEST(o.exceeded == 0U);
        BOOST_TEST(o.in_second_half >= 2000U * 2 * 95 / 100, o.in_second_half);
    }
}

BOOST_AUTO_TEST_CASE(a_process_that_is_killed_costs_a_hundredth_at_most) {
    conditions c{{2000, 10min}, 2, 100ms, 0.05};
    c.kills = 0.0002;
    auto const o = world(c).run(40min); // it wants some 2,400, far below the quota of 8,000
    BOOST_TEST(o.killed > 3U);
    BOOST_TEST(o.sent > 2100U);
}

BOOST_AUTO_TEST_SUITE_END()
