#include "pacing/quota_group.hpp"

#include <boost/test/unit_test.hpp>

namespace group_of_quotas {

using namespace muster;
using namespace muster::pacing;
using namespace std::chrono_literals;

namespace {

/// Three requests an hour, and five a day.
struct desk {
    local_quota_store of_hour, of_day;
    core::duration up = 100h;
    quota_group both{{{{3, 1h}, &of_hour}, {{5, 24h}, &of_day}}, [this] {
                         return quota_time{up, core::wall_time{400'000h} + up};
                     }};

    [[nodiscard]] std::uint64_t used(std::size_t which) { return both.uses().at(which).used.used; }
};

} // namespace
} // namespace group_of_quotas

BOOST_FIXTURE_TEST_SUITE(group_of_quotas, desk)

BOOST_AUTO_TEST_CASE(a_request_counts_in_each) {
    BOOST_TEST(both.take().has_value());
    BOOST_TEST(used(0) == 1U);
    BOOST_TEST(used(1) == 1U);
    BOOST_TEST(!both.wait_for_room().has_value());
}

BOOST_AUTO_TEST_CASE(what_one_refuses_counts_in_none) {
    for (int i = 0; i < 3; ++i) BOOST_TEST(both.take().has_value());
    up += 2h;
    for (int i = 0; i < 2; ++i) BOOST_TEST(both.take().has_value());
    BOOST_TEST(!both.take().has_value()); // the day's are used up, the hour's are not
    BOOST_TEST(used(0) == 2U);
    BOOST_TEST(used(1) == 5U);
}

BOOST_AUTO_TEST_CASE(the_longest_wait_is_told_with_its_cause) {
    for (int i = 0; i < 3; ++i) BOOST_TEST(both.take().has_value());
    auto const hour = both.wait_for_room();
    BOOST_TEST_REQUIRE(hour.has_value());
    BOOST_TEST(hour->because_of.requests == 3U);
    up += 2h;
    for (int i = 0; i < 2; ++i) BOOST_TEST(both.take().has_value());
    auto const day = both.wait_for_room();
    BOOST_TEST_REQUIRE(day.has_value());
    BOOST_TEST(day->because_of.requests == 5U);
    BOOST_TEST((day->longest > 21h));
}

BOOST_AUTO_TEST_CASE(what_did_not_leave_is_given_back_to_each) {
    auto const taken = both.take();
    BOOST_TEST_REQUIRE(taken.has_value());
    both.restore(*taken);
    BOOST_TEST(used(0) == 0U);
    BOOST_TEST(used(1) == 0U);
}

BOOST_AUTO_TEST_CASE(none_let_everything_go) {
    quota_group none({}, [] { return quota_time(); });
    BOOST_TEST(none.take().has_value());
    BOOST_TEST(!none.wait_for_room().has_value());
    BOOST_TEST(none.take(1000).has_value());
    BOOST_TEST(none.most() > 1'000'000'000U);
}

BOOST_AUTO_TEST_CASE(several_are_taken_of_each_and_given_back) {
    BOOST_TEST(both.most() == 3U);
    auto const taken = both.take(2);
    BOOST_TEST_REQUIRE(taken.has_value());
    BOOST_TEST(!both.take(2).has_value());
    BOOST_TEST(used(0) == 2U);
    BOOST_TEST(used(1) == 2U);
    BOOST_TEST(!both.wait_for_room(1).has_value());
    BOOST_TEST_REQUIRE(both.wait_for_room(2).has_value());
    BOOST_TEST(both.wait_for_room(2)->because_of.requests == 3U);
    both.restore(*taken, 2);
    BOOST_TEST(used(0) == 0U);
    BOOST_TEST(used(1) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
