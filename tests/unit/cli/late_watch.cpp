#include "cli/late_watch.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::cli {

BOOST_AUTO_TEST_SUITE(late_jobs)

namespace {

/// So much of a job of 1,000 members is done.
engine::progress done(std::uint64_t members) {
    engine::progress p;
    p.seen = members;
    p.list_total = 1000;
    p.wire.requests = members;
    return p;
}

engine::forecast in_windows(unsigned n) {
    engine::forecast f;
    f.windows = n;
    f.where = schedule::zone::utc();
    return f;
}

} // namespace

BOOST_AUTO_TEST_CASE(one_that_needs_another_window_is_told_once_enough_of_it_is_done) {
    BOOST_TEST(!outlasts_window(done(49), in_windows(2)));
    BOOST_TEST(outlasts_window(done(50), in_windows(2)));
    BOOST_TEST(!outlasts_window(done(500), in_windows(1)));
    BOOST_TEST(!outlasts_window(done(500), std::nullopt));
    auto range = in_windows(2);
    range.latest = range.at;
    BOOST_TEST(!outlasts_window(done(500), range));
    auto without = in_windows(2);
    without.where.reset();
    BOOST_TEST(!outlasts_window(done(500), without));
}

BOOST_AUTO_TEST_CASE(one_whose_window_closed_is_unless_what_is_in_flight_may_be_the_last_of_it) {
    auto p = done(10);
    p.window_closed = true;
    BOOST_TEST(outlasts_window(p, std::nullopt));
    p.in_flight = 1;
    BOOST_TEST(!outlasts_window(p, std::nullopt));
    auto not_begun = done(0);
    not_begun.window_closed = true;
    BOOST_TEST(!outlasts_window(not_begun, std::nullopt));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::cli
