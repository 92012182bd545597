#include "desk.hpp"
#include "sandbox/memberstack/pages.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>

BOOST_AUTO_TEST_SUITE(sandbox_memberstack_pages)

using namespace muster::sandbox;
using namespace muster::sandbox::memberstack;
using namespace muster::sandbox::tests;
namespace json = boost::json;

namespace {

std::string cursor_of(json::value const& page) {
    return json::serialize(page.at("endCursor"));
}

/// All ids of a walk over the list, each page asked for with `query`.
std::vector<std::string> walk(desk& d, std::string const& query) {
    std::vector<std::string> ids;
    std::string after;
    for (;;) {
        auto const page = d.read("/members?" + query + after);
        for (auto const& m : page.at("data").as_array())
            ids.emplace_back(std::string_view(m.at("id").as_string()));
        BOOST_TEST(page.at("endCursor").is_int64()); // a number, also on the last page
        if (!page.at("hasNextPage").as_bool()) return ids;
        after = "&after=" + cursor_of(page);
    }
}

std::size_t length(json::value const& page) {
    return page.at("data").as_array().size();
}

desk spoiled(std::string const& fault) {
    auto s = desk::unlimited();
    s.faults = read_fault_plan(R"({"rules":[{"match":{"after":1,"times":1},"fault":)" + fault + "}]}");
    return desk(s);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_walk_meets_every_member_once_in_either_order) {
    desk d;
    std::vector<std::string> expected;
    for (std::uint64_t i = 0; i < 250; ++i) expected.push_back(member_id(1, i));
    BOOST_TEST(walk(d, "") == expected, boost::test_tools::per_element());
    BOOST_TEST(walk(d, "limit=7") == expected, boost::test_tools::per_element());
    BOOST_TEST(walk(d, "first=250") == expected, boost::test_tools::per_element());
    std::reverse(expected.begin(), expected.end());
    BOOST_TEST(walk(d, "limit=7&order=DESC") == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(limit_defaults_to_50_is_capped_at_100_and_first_wins) {
    desk d;
    BOOST_TEST(length(d.read("/members")) == 50U);
    BOOST_TEST(length(d.read("/members?limit=100")) == 100U);
    BOOST_TEST(length(d.read("/members?limit=101")) == 100U);
    BOOST_TEST(length(d.read("/members?first=3&limit=9")) == 3U);
    BOOST_TEST(length(d.read("/members?limit=9&first=3")) == 3U);
}

BOOST_AUTO_TEST_CASE(queries_as_the_official_sdk_writes_them_are_read) {
    desk d;
    auto const first = d.read("/members?");
    BOOST_TEST(length(first) == 50U);
    BOOST_TEST(length(d.read("/members?&after=" + cursor_of(first))) == 50U);
    BOOST_TEST(d.send("GET", "/members?first=2", R"({"limit":2})").status == 200U);
}

BOOST_AUTO_TEST_CASE(a_cursor_holds_though_its_member_is_deleted) {
    desk d;
    auto const first = d.read("/members?limit=10");
    d.send("DELETE", "/members/" + member_id(1, 9)); // the cursor's own member
    d.send("DELETE", "/members/" + member_id(1, 10));
    auto const second = d.read("/members?limit=10&after=" + cursor_of(first));
    BOOST_TEST(second.at("data").at(0).at("id").as_string() == member_id(1, 11));
    BOOST_TEST(second.at("totalCount") == json::value(248));
}

BOOST_AUTO_TEST_CASE(beyond_the_end_and_without_members_the_cursor_is_still_a_number) {
    desk d;
    auto const beyond = d.read("/members?after=999999");
    BOOST_TEST(length(beyond) == 0U);
    BOOST_TEST(cursor_of(beyond) == "999999");
    BOOST_TEST(!beyond.at("hasNextPage").as_bool());
    desk nobody(desk::unlimited(), 0);
    BOOST_TEST(nobody.send("GET", "/members").body
               == R"({"totalCount":0,"endCursor":0,"hasNextPage":false,"data":[]})");
}

BOOST_AUTO_TEST_CASE(json_is_left_out_unless_asked_for) {
    desk d;
    auto has_json = [](json::value const& page) {
        std::size_t n = 0;
        for (auto const& m : page.at("data").as_array()) n += m.as_object().count("json");
        return n;
    };
    BOOST_TEST(has_json(d.read("/members?limit=100")) == 0U);
    BOOST_TEST(has_json(d.read("/members?limit=100&includeJSON=false")) == 0U);
    BOOST_TEST(has_json(d.read("/members?limit=100&includeJSON=true")) > 40U);
}

BOOST_AUTO_TEST_CASE(parameters_that_make_no_sense_are_refused) {
    desk d;
    for (std::string const query :
         {"limit=0", "limit=x", "limit=-1", "first=1e3", "after=abc", "after=-5", "order=asc"})
        BOOST_TEST(d.send("GET", "/members?" + query).status == 400U);
    BOOST_TEST(d.send("GET", "/members?limit=&after=&order=").status == 200U);
}

BOOST_AUTO_TEST_CASE(a_shrunk_page_has_fewer_members_and_the_right_cursor) {
    auto d = spoiled(R"({"kind":"shrinkPage","size":3})");
    auto const first = d.read("/members?limit=10");
    auto const shrunk = d.read("/members?limit=10&after=" + cursor_of(first));
    BOOST_TEST(length(shrunk) == 3U);
    auto const third = d.read("/members?limit=10&after=" + cursor_of(shrunk));
    BOOST_TEST(third.at("data").at(0).at("id").as_string() == member_id(1, 13));
}

BOOST_AUTO_TEST_CASE(cursors_can_stand_still_or_go_back_to_the_beginning) {
    auto stuck = spoiled(R"({"kind":"stuckCursor"})");
    auto const first = cursor_of(stuck.read("/members?limit=10"));
    BOOST_TEST(cursor_of(stuck.read("/members?limit=10&after=" + first)) == first);
    auto rewound = spoiled(R"({"kind":"rewindCursor"})");
    rewound.read("/members");
    BOOST_TEST(cursor_of(rewound.read("/members?limit=10&after=" + first)) == "0");
}

BOOST_AUTO_TEST_CASE(pages_can_repeat_a_member_lack_an_id_or_miscount) {
    auto repeated = spoiled(R"({"kind":"repeatMember"})");
    repeated.read("/members");
    auto const page = repeated.read("/members?limit=10");
    BOOST_TEST(length(page) == 11U);
    BOOST_TEST(page.at("data").at(10) == page.at("data").at(0));
    auto nameless = spoiled(R"({"kind":"noId"})");
    nameless.read("/members");
    auto const without = nameless.read("/members?limit=10");
    BOOST_TEST(!without.at("data").at(0).as_object().contains("id"));
    BOOST_TEST(without.at("data").at(1).as_object().contains("id"));
    auto drifting = spoiled(R"({"kind":"driftTotal","size":5})");
    drifting.read("/members");
    BOOST_TEST(drifting.read("/members").at("totalCount") == json::value(255));
}

BOOST_AUTO_TEST_SUITE_END()
