#include "model_fleet.hpp"
#include "support.hpp"

#include <boost/asio/co_spawn.hpp>

/// Several hosts, one of which works on a job at a time, by its lease: whatever becomes of their way to the
/// database, nobody is changed twice, and nobody is left out.
BOOST_AUTO_TEST_SUITE(two_owners)

using namespace muster;
using namespace muster::simulated;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr auto paced = R"(, "pace": {"requestsPerSecond": 4})";

struct fleet_scene {
    explicit fleet_scene(std::size_t members = 120, std::uint64_t seed = 1,
                         std::string const& operation = add_plan)
        : w(members, operation, paced, seed),
          expected(w.concerned()) {}

    model_host& host(std::string name) {
        return *hosts.emplace_back(std::make_unique<model_host>(w, w.platform, shared, std::move(name)));
    }
    core::instant in(core::duration d) const { return w.time.start() + d; }

    void run() {
        std::size_t alive = 0;
        for (auto const& each : hosts) {
            ++alive;
            boost::asio::co_spawn(loop, each->live(loop), [&, this](std::exception_ptr e) {
                --alive;
                if (e) error = e;
            });
        }
        w.time.run(loop, [&] { return alive == 0; });
        if (error) std::rethrow_exception(error);
        check_all_is_well(w, expected);
    }

    world w;
    std::set<std::string> expected;
    model_database shared{w.disk};
    boost::asio::io_context loop{1};
    std::list<std::unique_ptr<model_host>> hosts;
    std::exception_ptr error;
};

/// When that host changed somebody.
std::vector<core::instant> changes_by(world const& w, std::string const& host) {
    std::vector<core::instant> all;
    for (auto const& [when, what] : w.arrivals)
        if (what.starts_with(host + " ")) all.push_back(when);
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_host_that_is_cut_off_sends_nothing_before_another_takes_over) {
    fleet_scene s;
    set_latency(s.w, milliseconds(100));
    auto& a = s.host("a");
    a.cut = {{s.in(seconds(7)), s.in(seconds(60))}};
    auto& b = s.host("b");
    b.cut = {{s.in(seconds(0)), s.in(seconds(5))}};
    s.run();
    auto const by_a = changes_by(s.w, "a"), by_b = changes_by(s.w, "b");
    BOOST_REQUIRE((!by_a.empty() && !by_b.empty()));
    // Its last renewal was at 6 s, and it keeps ten seconds free of what that gave it.
    BOOST_TEST((by_a.back() <= s.in(seconds(6 + 19 - 10)) + milliseconds(100)));
    BOOST_TEST((by_b.front() >= s.in(seconds(6 + 20))));
    BOOST_TEST((by_b.front() <= s.in(seconds(6 + 25))));
    BOOST_TEST(a.ends.front().find("another host has taken over job job-1") == 0U, a.ends.front());
    BOOST_TEST(s.shared.takeovers == 1U);
}

BOOST_AUTO_TEST_CASE(a_short_outage_of_the_database_is_sat_out) {
    fleet_scene s;
    auto& a = s.host("a");
    a.cut = {{s.in(seconds(7)), s.in(seconds(20))}};
    s.run();
    BOOST_TEST(a.ends == std::vector<std::string>{"complete"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_lease_that_nobody_wanted_meanwhile_is_gone_on_with) {
    fleet_scene s;
    auto& a = s.host("a");
    a.cut = {{s.in(seconds(7)), s.in(seconds(90))}};
    s.run();
    BOOST_TEST(a.ends == std::vector<std::string>{"complete"}, boost::test_tools::per_element());
    for (auto const& [when, what] : s.w.arrivals)
        BOOST_TEST((when <= s.in(seconds(16)) || when >= s.in(seconds(90))), what);
}

BOOST_AUTO_TEST_CASE(a_frozen_host_wakes_up_and_sends_nothing) {
    fleet_scene s;
    auto& a = s.host("a");
    a.frozen = {{s.in(milliseconds(7300)), s.in(seconds(90))}};
    s.host("b");
    s.run();
    auto const by_a = changes_by(s.w, "a");
    BOOST_REQUIRE(!by_a.empty());
    BOOST_TEST((by_a.back() <= s.in(seconds(8))));
}

/// Lives of three hosts, with everything at once.
BOOST_AUTO_TEST_CASE(nobody_is_lost_or_changed_twice) {
    std::uint64_t const lives = 240 / thinned_out;
    std::uint64_t takeovers = 0, lost_replies = 0, runs = 0;
    for (std::uint64_t seed = 1; seed <= lives; ++seed) {
        BOOST_TEST_CONTEXT("seed " << seed) {
            fleet_scene s(60 + seed % 90, seed, seed % 2 == 0 ? add_plan : R"("delete": {})");
            auto& random = s.w.random;
            auto const chance = [&](double p) { return uniform01(random) < p; };
            auto const span = [&](int longest_s) {
                return milliseconds(static_cast<int>(1000 * longest_s * uniform01(random)));
            };
            s.w.direct = [&, seed](http::request const&) {
                treatment t;
                t.there = span(seed % 3 == 0 ? 8 : 1);
                t.back = span(1);
                using kind = treatment::kind;
                if (chance(0.04)) t.what = kind::silent_effect;
                if (chance(0.02)) t.what = kind::hangs;
                if (chance(0.03)) t.what = kind::reset_after;
                if (chance(0.03)) t.what = kind::error_after;
                return t;
            };
            for (auto const* const name : {"a", "b", "c"}) {
                auto& h = s.host(name);
                for (core::duration at = span(20); at < seconds(600); at += span(120)) {
                    auto const from = s.in(at), to = from + span(60);
                    (chance(0.5) ? h.cut : h.frozen).push_back({from, to});
                    at += to - from;
                }
                h.loses_reply = [&] {
                    bool const lost = chance(0.01);
                    lost_replies += lost ? 1 : 0;
                    return lost;
                };
            }
            s.run();
            takeovers += s.shared.takeovers;
            for (auto const& h : s.hosts) runs += h->ends.size();
        }
    }
    // It was about something.
    BOOST_TEST(takeovers >= lives / 2);
    BOOST_TEST(lost_replies >= lives / 2);
    BOOST_TEST_MESSAGE(takeovers << " takeovers, " << lost_replies << " lost replies, " << runs << " runs");
}

BOOST_AUTO_TEST_SUITE_END()
