#include "engine/reply_counts.hpp"

#include <boost/test/unit_test.hpp>

#include <numeric>

namespace {

using muster::engine::reply_counts;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

BOOST_AUTO_TEST_SUITE(counts_of_replies)

BOOST_AUTO_TEST_CASE(each_status_is_counted) {
    reply_counts c;
    for (auto const status : {500U, 200U, 429U, 200U, 404U, 200U}) c.add(status, milliseconds(1));
    std::vector<std::pair<unsigned, std::uint64_t>> const expected{{200, 3}, {404, 1}, {429, 1}, {500, 1}};
    BOOST_TEST((c.by_status() == expected));
}

BOOST_AUTO_TEST_CASE(a_time_at_a_bound_is_below_it) {
    for (std::size_t i = 0; i < reply_counts::bounds.size(); ++i) {
        reply_counts c;
        auto const bound = microseconds(static_cast<long>(reply_counts::bounds.at(i) * 1e6 + 0.5));
        c.add(200, bound);
        c.add(200, bound + microseconds(1));
        BOOST_TEST(c.by_time().at(i) == 1U);
        BOOST_TEST(c.by_time().at(i + 1) == 1U);
    }
}

BOOST_AUTO_TEST_CASE(times_add_up) {
    reply_counts c;
    c.add(200, milliseconds(3));
    c.add(500, seconds(11));
    BOOST_TEST((c.sum() == milliseconds(11003)));
    BOOST_TEST(std::accumulate(c.by_time().begin(), c.by_time().end(), std::uint64_t{0}) == 2U);
    BOOST_TEST(c.by_time().back() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
