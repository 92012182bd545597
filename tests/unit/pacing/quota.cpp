#include "pacing/quota.hpp"

#include <boost/test/unit_test.hpp>

#include <deque>
#include <random>
#include <vector>

BOOST_AUTO_TEST_SUITE(quotas)

using namespace muster;
using namespace muster::pacing;
using namespace std::chrono_literals;
using core::duration;

namespace {

constexpr auto hourly = quota{1000, 1h};

/// A machine: what time it is, and what its clocks say.
struct machine {
    quota_time clocks() const { return {now - started, core::wall_time{wall_ahead + now}}; }
    /// Switches it off for so long.
    void restart(duration off) {
        now += off;
        started = now;
    }

    duration now = 400'000h; ///< the true time
    duration started = now - 50h;
    duration wall_ahead{}; ///< how wrong its clock on the wall is
};

/// Takes as many as may go.
std::uint64_t drain(quota_state& state, quota const& limit, machine const& at) {
    auto taken = std::uint64_t{0};
    while (take(state, limit, at.clocks())) ++taken;
    return taken;
}

/// A platform that counts each request, and knows how close the quota came to being exceeded.
class strict_platform {
public:
    explicit strict_platform(quota const& limit) : limit_(limit) {}

    void arrives(duration now) {
        ++count;
        sent_.push_back(now);
        if (sent_.size() <= limit_.requests) return;
        auto const span = now - sent_.front();
        sent_.pop_front();
        shortest = std::min(shortest, span);
        if (span <= limit_.window) ++exceeded;
    }

    std::uint64_t count = 0;
    std::uint64_t exceeded = 0;
    duration shortest = duration::max(); ///< a span that holds one request more than the quota

private:
    quota limit_;
    std::deque<duration> sent_;
};

/// Sends as soon as each may go, at up to so many a second, for so long. How many were sent after the first
/// window.
std::uint64_t send(strict_platform& platform, quota const& limit, duration so_long, double per_second) {
    machine here;
    quota_state state;
    auto const began = here.now;
    auto const spacing = std::chrono::duration_cast<duration>(std::chrono::duration<double>{1 / per_second});
    auto in_first = std::uint64_t{0};
    while (here.now - began < so_long) {
        if (auto const wait = wait_for_room(state, limit, here.clocks()); wait > 0s) {
            here.now += wait;
            continue;
        }
        BOOST_REQUIRE(take(state, limit, here.clocks()).has_value());
        platform.arrives(here.now);
        if (here.now - began < limit.window) ++in_first;
        here.now += spacing;
    }
    return platform.count - in_first;
}

} // namespace

BOOST_AUTO_TEST_CASE(as_many_as_it_holds_may_go_at_once_and_the_next_when_the_window_is_over) {
    machine here;
    quota_state state;
    BOOST_TEST(room(state, hourly, here.clocks()) == 1000U);
    BOOST_TEST((wait_for_room(state, hourly, here.clocks()) == 0s));
    BOOST_TEST(drain(state, hourly, here) == 1000U);
    BOOST_TEST(room(state, hourly, here.clocks()) == 0U);
    auto const wait = wait_for_room(state, hourly, here.clocks());
    BOOST_TEST((wait > 1h));
    BOOST_TEST((wait <= 1h + 30s));
    here.now += wait - 1ns;
    BOOST_TEST(!take(state, hourly, here.clocks()).has_value());
    BOOST_TEST((wait_for_room(state, hourly, here.clocks()) == 1ns));
    here.now += 1ns;
    BOOST_TEST(drain(state, hourly, here) == 1000U);
}

BOOST_AUTO_TEST_CASE(what_is_told_to_wait_for_is_when_the_oldest_bucket_is_over) {
    machine here;
    quota_state state;
    for (auto i = 0; i < 10; ++i) {
        BOOST_REQUIRE(take(state, hourly, here.clocks(), 100).has_value());
        here.now += 2min;
    }
    BOOST_TEST(!take(state, hourly, here.clocks()).has_value());
    for (auto i = 0; i < 10; ++i) {
        here.now += wait_for_room(state, hourly, here.clocks());
        BOOST_TEST(room(state, hourly, here.clocks()) == 100U);
        BOOST_REQUIRE(take(state, hourly, here.clocks(), 100).has_value());
    }
}

BOOST_AUTO_TEST_CASE(several_are_waited_for_until_so_many_buckets_are_over) {
    machine here;
    quota_state state;
    for (auto i = 0; i < 10; ++i) {
        BOOST_REQUIRE(take(state, hourly, here.clocks(), 100).has_value());
        here.now += 2min;
    }
    auto const one = wait_for_room(state, hourly, here.clocks());
    BOOST_TEST((wait_for_room(state, hourly, here.clocks(), 100) == one));
    BOOST_TEST((wait_for_room(state, hourly, here.clocks(), 101) == one + 2min));
    here.now += wait_for_room(state, hourly, here.clocks(), 1000);
    BOOST_TEST(take(state, hourly, here.clocks(), 1000).has_value());
}

BOOST_AUTO_TEST_CASE(several_are_taken_together_or_not_at_all) {
    machine here;
    quota_state state;
    BOOST_REQUIRE(take(state, hourly, here.clocks(), 600).has_value());
    BOOST_TEST(!take(state, hourly, here.clocks(), 401).has_value());
    BOOST_TEST(room(state, hourly, here.clocks()) == 400U);
    BOOST_TEST(take(state, hourly, here.clocks(), 400).has_value());
}

BOOST_AUTO_TEST_CASE(what_did_not_leave_is_given_back_to_the_bucket_that_it_was_taken_from) {
    machine here;
    quota_state state;
    auto const first = take(state, hourly, here.clocks()).value();
    here.now += 10min;
    BOOST_TEST(drain(state, hourly, here) == 999U);
    restore(state, hourly, here.clocks(), first);
    BOOST_TEST(drain(state, hourly, here) == 1U);
    here.now += wait_for_room(state, hourly, here.clocks());
    BOOST_TEST(room(state, hourly, here.clocks()) == 1000U); // and not 1 some ten minutes before
    restore(state, hourly, here.clocks(), first);            // which counts no more
    BOOST_TEST(room(state, hourly, here.clocks()) == 1000U);
}

BOOST_AUTO_TEST_CASE(more_is_never_given_back_than_was_taken) {
    machine here;
    quota_state state;
    auto const slot = take(state, hourly, here.clocks()).value();
    for (auto i = 0; i < 3; ++i) restore(state, hourly, here.clocks(), slot);
    restore(state, hourly, here.clocks(), slot + 1);
    restore(state, hourly, here.clocks(), slot - 500);
    BOOST_TEST(drain(state, hourly, here) == 1000U);
}

BOOST_AUTO_TEST_CASE(jobs_that_know_different_numbers_share_what_is_used) {
    machine here;
    quota_state state;
    auto const larger = quota{5000, 1h};
    BOOST_TEST(drain(state, larger, here) == 5000U);
    BOOST_TEST(room(state, hourly, here.clocks()) == 0U);
    auto const wait = wait_for_room(state, hourly, here.clocks());
    BOOST_TEST((wait == wait_for_room(state, larger, here.clocks())));
}

BOOST_AUTO_TEST_CASE(a_state_of_another_window_begins_afresh) {
    machine here;
    quota_state state;
    drain(state, hourly, here);
    BOOST_TEST(room(state, {500, 24h}, here.clocks()) == 500U);
}

BOOST_AUTO_TEST_CASE(a_machine_that_has_just_started_is_no_special_case) {
    for (auto const up : {duration{0}, duration{1ns}, duration{20min}}) {
        machine here;
        here.started = here.now - up;
        quota_state state;
        BOOST_TEST(drain(state, hourly, here) == 1000U);
        here.now += wait_for_room(state, hourly, here.clocks());
        BOOST_TEST(drain(state, hourly, here) == 1000U);
    }
}

BOOST_AUTO_TEST_CASE(windows_that_no_bucket_divides_are_kept_too) {
    for (auto const window : {duration{1min}, duration{61s}, duration{100s + 7ns}, duration{24h * 31}}) {
        auto const limit = quota{100, window};
        strict_platform platform{limit};
        send(platform, limit, 20 * window, 25);
        BOOST_TEST(platform.exceeded == 0U);
        BOOST_TEST((platform.shortest <= window + window / 100));
    }
}

BOOST_AUTO_TEST_CASE(who_always_has_something_to_send_uses_98_percent) {
    struct usage {
        std::uint64_t requests;
        double per_second;
    };
    for (auto const& [requests, per_second] : {usage{1000, 25}, usage{5000, 25}, usage{25'000, 25},
                                               usage{25'000, 7}, usage{1000, 0.28}, usage{7, 25}}) {
        auto const limit = quota{requests, 1h};
        strict_platform platform{limit};
        auto const sent = send(platform, limit, 101h, per_second);
        auto const used = static_cast<double>(sent) / static_cast<double>(100 * requests);
        BOOST_TEST_MESSAGE(requests << " an hour at " << per_second << "/s: " << used << " of it");
        BOOST_TEST(platform.exceeded == 0U);
        BOOST_TEST(used >= 0.98);
        BOOST_TEST(used <= 1);
        BOOST_TEST((platform.shortest >= 1h + 15s)); // so much later than others may one of them arrive
        BOOST_TEST((platform.shortest <= 1h + 31s));
    }
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_set_while_the_machine_is_up_changes_nothing) {
    std::mt19937_64 random(7);
    machine here;
    machine other; // whose clock is set
    quota_state state;
    quota_state others;
    auto taken = 0;
    for (auto i = 0; i < 200'000; ++i) {
        auto const step = std::chrono::milliseconds{random() % 2000};
        here.now += step;
        other.now += step;
        if (random() % 100 == 0) other.wall_ahead = std::chrono::minutes{random() % 20'000} - 10'000min;
        auto const one = take(state, hourly, here.clocks());
        auto const two = take(others, hourly, other.clocks());
        BOOST_REQUIRE(one == two);
        taken += one ? 1 : 0;
        BOOST_REQUIRE(
            (wait_for_room(state, hourly, here.clocks()) == wait_for_room(others, hourly, other.clocks())));
    }
    BOOST_TEST(taken > 50'000);
}

BOOST_AUTO_TEST_SUITE(restarts)

/// Uses the quota up, and switches the machine off; with its start known by a number, or not.
struct used_up {
    explicit used_up(bool numbered) : known(numbered) {
        if (known) note_boot(state, 1);
        drain(state, hourly, here);
    }
    void restart(duration off) {
        here.restart(off);
        if (known) note_boot(state, 2);
    }
    duration wait() { return wait_for_room(state, hourly, here.clocks()); }

    bool known;
    machine here;
    quota_state state;
};

BOOST_AUTO_TEST_CASE(the_time_off_counts_by_the_clock_on_the_wall) {
    for (auto const known : {false, true}) {
        used_up it(known);
        it.restart(20min);
        BOOST_TEST((it.wait() > 40min));
        BOOST_TEST((it.wait() <= 40min + 30s));
        it.here.now += it.wait();
        BOOST_TEST(drain(it.state, hourly, it.here) == 1000U);
        BOOST_TEST((it.wait() > 1h));
    }
}

BOOST_AUTO_TEST_CASE(after_more_than_the_window_all_is_free) {
    for (auto const known : {false, true}) {
        used_up it(known);
        it.restart(9h);
        BOOST_TEST(room(it.state, hourly, it.here.clocks()) == 1000U);
    }
}

BOOST_AUTO_TEST_CASE(a_start_that_is_up_for_longer_than_the_one_before_is_known_by_its_number) {
    used_up it(true);
    it.restart(10min);
    it.here.now += 100h; // nobody asked meanwhile
    BOOST_TEST(room(it.state, hourly, it.here.clocks()) == 1000U);
}

BOOST_AUTO_TEST_CASE(a_clock_that_went_back_frees_nothing_early_and_costs_one_window_at_most) {
    for (auto const known : {false, true})
        for (auto const back : {duration{5min}, duration{3h}, duration{400'000h}}) {
            used_up it(known);
            it.here.wall_ahead = -back;
            it.restart(20min);
            it.here.now += 2min;
            auto const least = 1h - 22min;
            BOOST_TEST((it.wait() > least));
            BOOST_TEST((it.wait() <= std::min<duration>(least + back, 58min) + 30s));
            it.here.wall_ahead = {}; // set right again, while it is up: too late to help
            BOOST_TEST((it.wait() <= 58min + 30s));
            it.here.now += it.wait();
            BOOST_TEST(drain(it.state, hourly, it.here) == 1000U);
        }
}

BOOST_AUTO_TEST_CASE(a_clock_that_went_forward_frees_what_that_time_would_have_freed) {
    used_up it(true);
    it.here.wall_ahead = 30min;
    it.restart(1min);
    BOOST_TEST((it.wait() > 29min));
    BOOST_TEST((it.wait() <= 29min + 30s));
    it.here.wall_ahead = {};
    BOOST_TEST((it.wait() > 29min));
}

BOOST_AUTO_TEST_CASE(whatever_was_set_before_the_state_was_touched_last_is_forgotten) {
    used_up it(true);
    it.here.wall_ahead = -1000h;
    BOOST_TEST((it.wait() > 1h));
    it.restart(20min);
    BOOST_TEST((it.wait() > 40min));
    BOOST_TEST((it.wait() <= 40min + 30s));
}

BOOST_AUTO_TEST_CASE(a_number_that_becomes_known_or_unknown_is_no_restart) {
    machine here;
    quota_state state;
    drain(state, hourly, here);
    auto const wait = wait_for_room(state, hourly, here.clocks());
    for (auto const boot : {std::uint64_t{5}, std::uint64_t{0}, std::uint64_t{6}}) {
        note_boot(state, boot);
        BOOST_TEST((wait_for_room(state, hourly, here.clocks()) == wait));
    }
}

BOOST_AUTO_TEST_CASE(an_uptime_that_is_a_little_late_is_no_restart) {
    machine here;
    quota_state state;
    drain(state, hourly, here);
    auto const wait = wait_for_room(state, hourly, here.clocks());
    here.now -= 5s;
    BOOST_TEST((wait_for_room(state, hourly, here.clocks()) == wait));
    here.now += 5s;
    BOOST_TEST((wait_for_room(state, hourly, here.clocks()) == wait)); // nor does time run ahead by that
    here.now += wait;
    BOOST_TEST(drain(state, hourly, here) == 1000U);
}

BOOST_AUTO_TEST_SUITE_END()

/// Against a platform that counts each request: whatever clients, clocks and restarts do, but for a clock
/// that goes forward while the machine is off, no span of the window holds more than the quota.
BOOST_AUTO_TEST_CASE(no_span_of_the_window_ever_holds_more_than_the_quota) {
    auto total = std::uint64_t{0};
    auto exceeded = std::uint64_t{0};
    auto restored = std::uint64_t{0};
    for (auto seed = std::uint64_t{1}; total < 2'000'000; ++seed) {
        std::mt19937_64 random(seed);
        auto const requests = 1 + random() % (seed % 3 == 0 ? 5 : 3000);
        auto const limit = quota{requests, duration{1min} + duration{random() % duration{3h}.count()}};
        auto const step =
            1 + static_cast<std::uint64_t>(limit.window.count()) / requests / (1U << (random() % 8));
        auto const numbered = random() % 2 == 0;
        machine here;
        quota_state state;
        strict_platform platform{limit};
        auto boot = std::uint64_t{1};
        if (numbered) note_boot(state, boot);
        auto const most = std::min<std::uint64_t>(requests * 8, 20'000);
        while (platform.count < most) {
            switch (random() % 512) {
            case 0: here.now += duration{random() % limit.window.count()}; break;
            case 1: here.wall_ahead -= duration{random() % (2 * limit.window.count())}; break;
            case 2: here.wall_ahead = duration{random() % limit.window.count()}; break;
            case 3: // the clock may go back while it is off
                take(state, limit, here.clocks(), 0);
                here.wall_ahead -= duration{random() % 3 == 0 ? random() % limit.window.count() : 0};
                here.restart(duration{random() % limit.window.count()});
                if (numbered) note_boot(state, ++boot);
                break;
            case 4: here.now += wait_for_room(state, limit, here.clocks()); break;
            default: here.now += duration{random() % (2 * step)};
            }
            auto const slot = take(state, limit, here.clocks());
            if (!slot) continue;
            if (random() % 16 == 0) { // it was not sent after all
                if (random() % 4 == 0) here.now += duration{random() % (limit.window.count() / 20)};
                restore(state, limit, here.clocks(), *slot);
                ++restored;
                continue;
            }
            platform.arrives(here.now);
        }
        exceeded += platform.exceeded;
        total += platform.count;
        if (platform.shortest < duration::max())
            BOOST_REQUIRE_MESSAGE(platform.shortest >= limit.window + limit.window / 240,
                                  "seed " << seed << ": one too many after "
                                          << core::describe(platform.shortest));
    }
    BOOST_TEST_MESSAGE(total << " requests, " << restored << " restored, " << exceeded << " too many");
    BOOST_TEST(exceeded == 0U);
    BOOST_TEST(restored > 10'000U);
}

BOOST_AUTO_TEST_SUITE_END()
