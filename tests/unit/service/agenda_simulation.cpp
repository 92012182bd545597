// Random lives of a host whose supervisor goes by the agenda, each from a seed. `-- --seeds 10000` leads more
// of them, `-- --seed 17` that one alone.
#include "../arguments.hpp"
#include "host.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

BOOST_AUTO_TEST_SUITE(agenda_simulation)

using namespace muster;
using namespace muster::tests;

namespace {

spec_words some_spec(unsigned seed) {
    constexpr std::array<char const*, 3> lines{"0 * * * *", "*/15 * * * *", "30 1,13 * * *"};
    constexpr std::array<char const*, 3> overlaps{"skip", "queue", "replace"};
    constexpr std::array<char const*, 3> catch_ups{"none", "last", "all"};
    constexpr std::array<char const*, 3> ages{"30d", "30d", "3h"};
    spec_words w;
    w.cron = lines.at(seed % 3);
    w.overlap = overlaps.at(seed / 3 % 3);
    w.catch_up = catch_ups.at(seed / 9 % 3);
    w.catch_up_for = ages.at(seed / 5 % 3);
    w.jitter = seed / 27 % 2 == 0 ? "0s" : "10m";
    w.windows = seed / 54 % 2 == 1;
    return w;
}

/// How many jobs there were.
std::size_t lead(unsigned seed) {
    host h(seed, some_spec(seed), {seed / 4 % 3 == 2, seed % 4 >= 2, seed % 2 == 1});
    h.live();
    BOOST_TEST_CONTEXT("seed " << seed) {
        BOOST_TEST(h.wrong().empty());
        for (auto const& each : h.wrong()) BOOST_ERROR(each);
    }
    return h.jobs();
}

} // namespace

BOOST_AUTO_TEST_CASE(no_start_is_lost_or_doubled_and_none_runs_outside_windows) {
    if (auto const one = number_argument("--seed")) {
        lead(static_cast<unsigned>(*one));
        return;
    }
    auto const seeds = number_argument("--seeds").value_or(22);
    std::size_t jobs = 0;
    for (unsigned n = 0; n < seeds; ++n) jobs += lead(n * 29); // 29: each kind of spec comes early
    BOOST_TEST(jobs > 10 * seeds);                             // it is no empty world that was judged
}

BOOST_AUTO_TEST_SUITE_END()
