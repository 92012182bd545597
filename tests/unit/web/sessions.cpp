#include "web/sessions.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::web {

BOOST_AUTO_TEST_SUITE(web_sessions)

namespace {

struct counting {
    int made = 0;
    sessions all{[this] { return "secret-" + std::to_string(++made); }};
};

} // namespace

BOOST_FIXTURE_TEST_CASE(a_link_can_be_used_once, counting) {
    auto const token = all.offer(role::act);
    auto const session = all.begin(token);
    BOOST_TEST_REQUIRE(session.has_value());
    BOOST_TEST((all.find(*session) == role::act));
    BOOST_TEST(!all.begin(token).has_value());
    BOOST_TEST((all.find(*session) == role::act));
    BOOST_TEST(!all.find(token).has_value()); // a token is no session, nor the other way round
    BOOST_TEST(!all.begin(*session).has_value());
}

BOOST_FIXTURE_TEST_CASE(a_token_of_the_users_can_be_used_again, counting) {
    all.accept("long enough", role::read);
    auto const one = all.begin("long enough"), two = all.begin("long enough");
    BOOST_TEST_REQUIRE((one && two));
    BOOST_TEST((*one != *two));
    BOOST_TEST((all.find(*one) == role::read));
    BOOST_TEST((all.find(*two) == role::read));
}

BOOST_FIXTURE_TEST_CASE(anything_else_is_nobody, counting) {
    auto const token = all.offer(role::read);
    auto const session = all.begin(all.offer(role::read)).value();
    for (std::string const& wrong : {std::string(), token.substr(1), token + "x", std::string("x")}) {
        BOOST_TEST(!all.begin(wrong).has_value(), wrong);
        BOOST_TEST(!all.find(wrong).has_value(), wrong);
    }
    BOOST_TEST(!all.find(session.substr(0, session.size() - 1)).has_value());
    BOOST_TEST(all.begin(token).has_value());
}

BOOST_FIXTURE_TEST_CASE(no_more_are_kept_than_there_is_room_for, counting) {
    auto const first = all.begin(all.offer(role::act)).value();
    all.accept("always", role::act);
    for (std::size_t i = 0; i + 1 < sessions::most_sessions; ++i) all.begin("always");
    BOOST_TEST(all.find(first).has_value());
    all.begin("always");
    BOOST_TEST(!all.find(first).has_value());
    auto const oldest = all.offer(role::act);
    for (std::size_t i = 0; i + 1 < sessions::most_offers; ++i) all.offer(role::act);
    auto const newest = all.offer(role::act);
    BOOST_TEST(!all.begin(oldest).has_value());
    BOOST_TEST(all.begin(newest).has_value());
    BOOST_TEST(all.begin("always").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::web
