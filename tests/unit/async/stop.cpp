#include "async/stop.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>

BOOST_AUTO_TEST_SUITE(stop_request)

using muster::async::stop;

BOOST_AUTO_TEST_CASE(every_registered_callback_runs_once) {
    stop s;
    int first = 0;
    int second = 0;
    stop::registration const a(s, [&] { ++first; });
    stop::registration const b(s, [&] { ++second; });
    BOOST_TEST(!s.requested());
    s.request();
    s.request();
    BOOST_TEST(s.requested());
    BOOST_TEST(first == 1);
    BOOST_TEST(second == 1);
}

BOOST_AUTO_TEST_CASE(a_callback_ends_with_its_registration) {
    stop s;
    int ran = 0;
    std::make_unique<stop::registration>(s, [&] { ++ran; }).reset();
    s.request();
    BOOST_TEST(ran == 0);
}

BOOST_AUTO_TEST_CASE(requested_holds_before_the_callbacks_run) {
    stop s;
    bool seen = false;
    stop::registration const a(s, [&] { seen = s.requested(); });
    s.request();
    BOOST_TEST(seen);
}

BOOST_AUTO_TEST_SUITE_END()
