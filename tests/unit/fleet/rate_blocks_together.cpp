#include "fleet/rate_blocks.hpp"
#include "pacing/rate.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <deque>
#include <functional>
#include <queue>
#include <random>
#include <vector>

BOOST_AUTO_TEST_SUITE(blocks_of_many_processes)

using namespace muster;
using namespace muster::fleet;
using namespace std::chrono_literals;
using core::duration;
using core::instant;

namespace {

/// Things that happen at their time, in its order.
class happenings {
public:
    [[nodiscard]] duration now() const { return now_; }
    void at(duration t, std::function<void()> what) { later_.push({t, ++count_, std::move(what)}); }
    void run(duration until) {
        while (!later_.empty() && later_.top().t <= until) {
            auto const next = later_.top();
            later_.pop();
            now_ = std::max(now_, next.t);
            next.what();
        }
        now_ = until;
    }

private:
    struct one {
        duration t;
        std::uint64_t number;
        std::function<void()> what;
        bool operator<(one const& other) const {
            return t > other.t || (t == other.t && number > other.number);
        }
    };
    duration now_{};
    std::uint64_t count_ = 0;
    std::priority_queue<one> later_;
};

struct conditions {
    std::size_t processes = 1;
    double per_second = 25;
    duration longest_way = 1ms; ///< to the database, and back
    duration timer_lateness = 100us;
    double idle = 0;       ///< the share of requests behind which a process wants nothing for a while
    duration lost_from{};  ///< no answer comes from then on
    duration lost_until{}; ///< to then
    std::uint32_t seed = 1;
    std::size_t idle_from = 0; ///< the processes before it want something always
};

/// Who sent, and when it really was.
struct sending {
    duration at;
    std::size_t who;
};

/// Processes, each with a clock and a state of its own, and a database, as shared_rate puts them together.
class world {
public:
    explicit world(conditions const& with) : with_(with), random_(with.seed) {
        for (std::size_t i = 0; i < with.processes; ++i) all_.push_back({i, random(1h), {}, {}, {}, false});
        for (auto& p : all_) h_.at(random(300ms), [this, &p] { ask(p); });
    }

    std::vector<sending> run(duration how_long) {
        h_.run(how_long);
        return sent_;
    }

private:
    struct process {
        std::size_t number;
        duration ahead; // of its clock
        pacing::rate_state state;
        rate_blocks blocks;
        std::optional<duration> wakes_at;
        bool asking = false;
    };

    duration random(duration below) {
        return duration(std::uniform_int_distribution<std::int64_t>(0, below.count())(random_));
    }
    [[nodiscard]] instant clock(process const& p) const { return instant{h_.now() + p.ahead}; }
    [[nodiscard]] std::int64_t clock_there() const {
        return 1'700'000'000'000'000
               + std::chrono::duration_cast<std::chrono::microseconds>(h_.now()).count();
    }

    void ask(process& p) {
        auto const now = clock(p);
        pacing::rate_limit const limit{with_.per_second};
        auto const spacing = pacing::spacing(p.state, limit, now).value();
        auto next = pacing::due(p.state, now);
        if (next)
            p.blocks.want(*next, now, spacing);
        else
            next = p.blocks.ask(now, spacing);
        if (auto const t = p.blocks.reserve_at(now)) wake(p, *t);
        if (next) return ask_later(p, *next);
        BOOST_TEST(!pacing::take(p.state, limit, now).has_value());
        sent_.push_back({h_.now(), p.number});
        bool const rests =
            p.number >= with_.idle_from && std::uniform_real_distribution<>()(random_) < with_.idle;
        ask_later(p, rests ? now + random(2s) : now);
    }

    void ask_later(process& p, instant t) {
        auto const at = std::max(t.time_since_epoch() - p.ahead, h_.now());
        h_.at(at + (at > h_.now() ? random(with_.timer_lateness) : 0ns), [this, &p] { ask(p); });
    }

    void wake(process& p, instant t) {
        auto const at = std::max(t.time_since_epoch() - p.ahead, h_.now());
        if (p.asking || (p.wakes_at && *p.wakes_at <= at && *p.wakes_at > h_.now())) return;
        p.wakes_at = at;
        h_.at(at, [this, &p] { reserve(p); });
    }

    void reserve(process& p) {
        auto const now = clock(p);
        auto const at = p.blocks.reserve_at(now);
        if (p.asking || !at) return;
        if (*at > now) return wake(p, *at);
        p.asking = true;
        auto const length = p.blocks.length(now);
        h_.at(h_.now() + random(with_.longest_way), [this, &p, now, length] {
            rate_block b;
            b.begins = std::max(next_at_, clock_there());
            b.ends = next_at_ = b.begins + length.count();
            auto const back = h_.now() + random(with_.longest_way);
            b.told_at = clock_there();
            b.asked_at = now;
            bool const lost = h_.now() >= with_.lost_from && h_.now() < with_.lost_until;
            h_.at(lost ? std::max(back, with_.lost_until) : back, [this, &p, b, lost]() mutable {
                p.asking = false;
                b.heard_at = clock(p);
                if (!lost) p.blocks.add(b);
                if (auto const t = p.blocks.reserve_at(b.heard_at)) wake(p, *t);
            });
        });
    }

    conditions with_;
    std::mt19937 random_;
    happenings h_;
    std::deque<process> all_;
    std::int64_t next_at_ = 0; // the row
    std::vector<sending> sent_;
};

/// The smallest distance of two that follow each other.
duration closest(std::vector<sending> const& all) {
    auto least = duration::max();
    for (std::size_t i = 1; i < all.size(); ++i) least = std::min(least, all[i].at - all[i - 1].at);
    return least;
}

double rate(std::vector<sending> const& all, duration from, duration to) {
    auto const n = std::count_if(all.begin(), all.end(), [&](auto& s) { return s.at >= from && s.at < to; });
    return static_cast<double>(n) / std::chrono::duration<double>(to - from).count();
}

/// In which some requests go at that rate; blocks that are lost until the way to the database is known are
/// reckoned with.
duration time_of_some(double rate) {
    return std::chrono::round<duration>(std::chrono::duration<double>(15 / rate));
}

std::string words(conditions const& c) {
    return std::to_string(c.processes) + " processes, " + std::to_string(c.per_second) + " a second, "
           + core::describe(c.longest_way) + " away, seed " + std::to_string(c.seed);
}

} // namespace

BOOST_AUTO_TEST_CASE(no_two_requests_of_any_processes_are_nearer_than_the_limit_has_it) {
    std::uint32_t seed = 0;
    for (auto const rate : {0.3, 1.0, 1.9, 3.0, 25.0, 100.0, 1000.0})
        for (auto const processes : {1U, 2U, 3U, 8U})
            for (duration const way : {duration(100us), duration(5ms), duration(60ms), duration(400ms)})
                for (auto const idle : {0.0, 0.1, 1.0}) {
                    conditions const c{processes, rate, way, 100us, idle, {}, {}, ++seed};
                    auto const sent = world(c).run(6s + 20 * way + time_of_some(rate));
                    auto const least = std::chrono::duration<double>(closest(sent)).count();
                    BOOST_TEST(sent.size() > 2, words(c));
                    BOOST_TEST(least >= 1 / rate, words(c) << ": " << least);
                }
}

BOOST_AUTO_TEST_CASE(who_is_alone_reaches_the_whole_rate) {
    for (auto const per_second : {0.5, 1.0, 3.0, 25.0, 100.0})
        for (duration const way : {duration(500us), duration(20ms), duration(200ms)}) {
            conditions const c{1, per_second, way};
            auto const got = rate(world(c).run(62s), 2s, 62s);
            BOOST_TEST(got >= 0.98 * per_second, words(c) << ": " << got);
        }
}

BOOST_AUTO_TEST_CASE(many_reach_nearly_all_of_it_in_equal_parts) {
    for (auto const per_second : {1.0, 3.0, 25.0, 100.0})
        for (auto const processes : {2U, 3U, 10U}) {
            conditions const c{processes, per_second, 1ms};
            auto const sent = world(c).run(65s);
            auto const got = rate(sent, 5s, 65s);
            BOOST_TEST(got >= 0.94 * per_second, words(c) << ": " << got);
            std::vector<double> each(processes);
            for (auto const& s : sent) each.at(s.who) += 1;
            auto const [least, most] = std::minmax_element(each.begin(), each.end());
            BOOST_TEST(*least >= 0.8 * *most - 2, words(c) << ": " << *least << " and " << *most);
        }
}

BOOST_AUTO_TEST_CASE(a_database_that_is_lost_holds_all_and_lets_them_go_on) {
    conditions c{3, 25, 1ms};
    c.lost_from = 5s;
    c.lost_until = 15s;
    auto const sent = world(c).run(25s);
    BOOST_TEST(rate(sent, 1s, 5s) > 23);
    BOOST_TEST(rate(sent, 7s, 15s) == 0); // at most a block each was out
    BOOST_TEST(rate(sent, 17s, 25s) > 23);
    BOOST_TEST((closest(sent) >= 40ms));
}

BOOST_AUTO_TEST_CASE(who_wants_little_leaves_most_to_the_others) {
    conditions c{3, 25, 1ms};
    c.idle = 1; // one request in a second or so
    c.idle_from = 1;
    auto const sent = world(c).run(60s);
    auto const of_first = std::count_if(sent.begin(), sent.end(), [](auto& s) { return s.who == 0; });
    BOOST_TEST(of_first >= 25 * 60 * 6 / 10);
    BOOST_TEST(sent.size() - static_cast<std::size_t>(of_first) >= 60U);
}

BOOST_AUTO_TEST_SUITE_END()
