#include "launch/acquaintances.hpp"

#include "desk.hpp"

namespace muster::launch {

namespace launch_acquaintances {
namespace {

using strings = std::vector<std::string>;

journal::record intent(std::string const& member, boost::json::value change) {
    return journal::intent{member, 1, std::move(change), {}};
}

journal::record settled(std::string const& member, core::outcome what) {
    return journal::member_settled{member, 1, what, 1, "", "", false};
}

boost::json::value const plan{{"addPlan", {{"planId", "pln_a"}}}};
boost::json::value const deletion{{"delete", boost::json::object()}};

struct desk : tests::desk {
    acquaintances after(std::vector<journal::record> const& records) {
        auto const where = make("job");
        std::vector<journal::record> all{journal::run_started{1, 1, "host", "t"},
                                         journal::page_read{1, "", "9", true, 50, 50, 0, {}}};
        all.insert(all.end(), records.begin(), records.end());
        append(where, all);
        return acquaintances_of(storage, where);
    }
};

} // namespace
} // namespace launch_acquaintances

BOOST_FIXTURE_TEST_SUITE(launch_acquaintances, desk)

BOOST_AUTO_TEST_CASE(a_job_that_only_read_pages_knows_nobody) {
    auto const known = after({});
    BOOST_TEST(known.members.empty());
    BOOST_TEST(!known.changed_any);
}

BOOST_AUTO_TEST_CASE(members_that_were_changed_come_first) {
    using core::outcome;
    auto const known =
        after({settled("mem_a", outcome::already), intent("mem_b", plan), intent("mem_c", plan),
               settled("mem_b", outcome::done), settled("mem_d", outcome::gone)});
    BOOST_TEST(known.members == (strings{"mem_b", "mem_a", "mem_c"}), boost::test_tools::per_element());
    BOOST_TEST(known.changed_any);
}

BOOST_AUTO_TEST_CASE(a_few_of_many_are_enough) {
    std::vector<journal::record> all;
    for (char c = 'a'; c < 'z'; ++c) {
        all.push_back(intent(std::string("mem_") + c, plan));
        all.push_back(settled(std::string("mem_") + c, core::outcome::done));
    }
    BOOST_TEST(after(all).members == (strings{"mem_a", "mem_b", "mem_c"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(members_that_may_be_deleted_are_not_asked_for) {
    boost::json::value const raw{{"request", {{"method", "DELETE"}, {"path", "/x"}}}};
    auto const known =
        after({intent("mem_a", deletion), settled("mem_a", core::outcome::done), intent("mem_b", deletion),
               intent("mem_c", raw), intent("mem_d", deletion), journal::intent_withdrawn{"mem_d"}});
    BOOST_TEST(known.members.empty());
    BOOST_TEST(known.changed_any);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
