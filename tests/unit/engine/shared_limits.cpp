// Runs whose limits are shared through a store that does not answer for a while.
#include "support.hpp"

#include <algorithm>

BOOST_AUTO_TEST_SUITE(shared_limits)

using namespace muster;
using namespace muster::simulated;
using std::chrono::seconds;

namespace {

constexpr auto words =
    "the limits that hosts share cannot be had from the store (permission denied): nothing is sent "
    "until they can";
constexpr auto over = "the limits that hosts share can be had again; going on";

struct outage {
    core::duration begins, lasts;
};

/// A run of some 25 seconds, and what is to be told of outages in it.
struct scene {
    explicit scene(std::vector<outage> all) : w(1200, add_plan), expected(w.platform.matching()) {
        w.store_trouble = [this, all = std::move(all)] {
            auto const since = w.time.now() - virtual_time::start();
            bool const out = std::any_of(all.begin(), all.end(), [&](outage const& o) {
                return since >= o.begins && since < o.begins + o.lasts;
            });
            return out ? std::string("permission denied") : std::string();
        };
        w.platform.limit = sandbox::limiter(25);
    }

    std::size_t told(std::string const& what) const {
        return static_cast<std::size_t>(std::count(w.notices.begin(), w.notices.end(), what));
    }

    world w;
    std::set<std::string> expected;
};

} // namespace

BOOST_AUTO_TEST_CASE(an_outage_that_lasts_is_told_of_shown_and_outlived) {
    scene s({{seconds(5), seconds(60)}});
    std::vector<std::string> shown;
    for (auto const when : {seconds(3), seconds(40), seconds(70)})
        s.w.at(when, [&](engine::run& j) { shown.push_back(j.snapshot().store_trouble); });
    auto const report = s.w.run();
    BOOST_TEST(report.complete);
    BOOST_TEST((report.took > seconds(80)));
    BOOST_TEST(s.told(words) == 1U);
    BOOST_TEST(s.told(over) == 1U);
    BOOST_TEST(shown == (std::vector<std::string>{"", "permission denied", ""}),
               boost::test_tools::per_element());
    check_all_is_well(s.w, s.expected);
}

BOOST_AUTO_TEST_CASE(short_ones_are_no_news) {
    scene s({{seconds(5), seconds(10)}, {seconds(20), seconds(10)}, {seconds(35), seconds(10)}});
    BOOST_TEST(s.w.run().complete);
    BOOST_TEST(s.told(words) == 0U);
    BOOST_TEST(s.told(over) == 0U);
    check_all_is_well(s.w, s.expected);
}

BOOST_AUTO_TEST_CASE(who_is_asked_to_stop_in_one_stops) {
    scene s({{seconds(5), std::chrono::hours(1)}});
    s.w.at(seconds(30), [](engine::run& j) { j.request_stop("interrupted"); });
    auto const report = s.w.run();
    BOOST_TEST(report.stopped_for(engine::stop_reason::kind::asked));
    BOOST_TEST((report.took < seconds(45)));
    BOOST_TEST(s.told(words) == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
