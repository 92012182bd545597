#include "course_desk.hpp"

BOOST_AUTO_TEST_SUITE(course_of_looks)

using namespace muster;
using namespace muster::engine;
using namespace muster::engine::tests;

namespace {

using indices = std::vector<std::size_t>;

/// Of a platform that looks up three in one request.
desk in_doubt(std::size_t members) {
    return desk(add_plan, members, true, "bulk");
}

/// The ids of who is on the way still, without what all begin with.
std::string left(desk const& d) {
    std::string ids;
    for (auto const& m : d.going.members) ids += m.task.member_id.substr(4);
    return ids;
}

} // namespace

BOOST_AUTO_TEST_CASE(as_many_as_the_platform_takes_are_looked_at_in_one_request) {
    auto d = in_doubt(5);
    BOOST_TEST((all_looked_at(d.after(course::begun{})) == indices{0, 1, 2}));
    auto const next = d.after_look({0, 1, 2}, {with_plan, without_plan, with_plan});
    BOOST_TEST(left(d) == "134"); // 0 and 2 have it
    BOOST_TEST(d.done.size() == 2U);
    BOOST_TEST((all_looked_at(next)
                == indices{1, 2})); // 3 and 4: who is known not to have it is not asked for again
    BOOST_TEST(is<course::send>(d.after_look({1, 2}, {with_plan, without_plan})));
    BOOST_TEST(left(d) == "14");
}

BOOST_AUTO_TEST_CASE(what_each_is_completed_from_is_read_in_one_request) {
    desk d(merge, 3, false, "bulk");
    BOOST_TEST((all_looked_at(d.after(course::begun{})) == indices{0, 1, 2}));
    std::vector<std::string_view> const documents{R"({"json": {"a": 1}})", R"({"json": {"b": 2}})",
                                                  R"({"json": {}})"};
    BOOST_TEST(is<course::send>(d.after_look({0, 1, 2}, documents)));
    auto const& second = std::get<core::update_fields>(*d.going.members[1].completed);
    BOOST_TEST((second.set.at("json") == json::parse(R"({"b": 2, "score": 7})")));
}

// A server that gives fewer than it is asked for would make members gone that are there.
BOOST_AUTO_TEST_CASE(who_is_missing_beside_others_is_asked_for_again_before_it_is_believed) {
    auto d = in_doubt(3);
    d.after(course::begun{});
    auto const next = d.after_look({0, 1, 2}, {with_plan, "null", "null"});
    BOOST_TEST(left(d) == "12");
    BOOST_TEST((all_looked_at(next) == indices{0, 1}));
    BOOST_TEST(is<course::over>(d.after_look({0, 1}, {"null", "null"})));
    BOOST_TEST(d.done.size() == 3U);
    BOOST_TEST((d.done.back().outcome == core::outcome::gone));
}

BOOST_AUTO_TEST_CASE(who_is_missing_is_believed_where_nobody_else_was_asked_for) {
    auto d = in_doubt(1);
    d.after(course::begun{});
    BOOST_TEST(is<course::over>(d.after_look(0, "null")));
    BOOST_TEST((d.done.back().outcome == core::outcome::gone));
}

BOOST_AUTO_TEST_CASE(a_look_of_several_that_is_refused_is_halved_until_it_is_one) {
    core::rejected const rejected{"bad", "no"};
    core::refused const forbidden{core::refused::cause::permission, "HTTP 403", "not-you"};
    for (bool const permission : {false, true}) {
        auto d = in_doubt(3);
        d.after(course::begun{});
        auto const refuse = [&](indices const& at) {
            return permission ? d.after(course::look_refused{at, forbidden})
                              : d.after(course::look_rejected{at, rejected});
        };
        BOOST_TEST(
            (all_looked_at(refuse({0, 1, 2})) == indices{0})); // at once: nothing was wrong with the platform
        BOOST_TEST(d.going.trouble.failures == 0U);
        BOOST_TEST((all_looked_at(d.after_look(0, with_plan)) == indices{0})); // still one by one
        auto const step = refuse({0});
        BOOST_TEST((permission ? is<course::ask>(step) : is<course::wait>(step)));
        BOOST_TEST(left(d) == "12");
    }
}

BOOST_AUTO_TEST_CASE(a_key_that_is_refused_stops_the_job_whoever_was_looked_at) {
    auto d = in_doubt(3);
    d.after(course::begun{});
    core::refused const credentials{core::refused::cause::credentials, "HTTP 401", "no"};
    BOOST_TEST(is<course::refused>(d.after(course::look_refused{{0, 1, 2}, credentials})));
}

BOOST_AUTO_TEST_SUITE_END()
