#include "world.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

using namespace muster;
using namespace muster::simulated;
using kept = memory_storage::kept;

namespace {

struct scenario {
    std::string operation;
    bool repeatable = true; // the change may be sent again when in doubt
};

constexpr auto extra = R"(, "pace": {"pageSize": 10, "concurrency": 4, "requestsPerSecond": 10})";
constexpr std::size_t members = 40;

/// One life: killed at that step, whatever a power cut leaves, resumed to the end. What is wrong afterwards.
std::vector<std::string> live(scenario const& s, std::uint64_t step, fate::moment m, kept what,
                              std::uint64_t seed) {
    world w(members, s.operation, extra);
    auto const expected = w.platform.matching();
    w.end.decide(step, m);
    if (!w.run().died) return {"it did not die"};
    w.random.seed(seed);
    w.power_cut(what);
    auto const resumed = w.run();
    if (!resumed.complete) return {"not complete: " + resumed.reason};
    auto wrong = w.problems(expected);
    if (resumed.end.matched != expected.size())
        wrong.push_back("matched " + std::to_string(resumed.end.matched));
    for (auto const& [id, all] : w.outcomes()) {
        auto const o = all.front().outcome;
        if (o != core::outcome::done && (s.repeatable || o != core::outcome::unknown))
            wrong.push_back(id + " is " + std::string(core::to_string(o)));
    }
    return wrong;
}

/// Every step of the job, each way to die in it, each kind of power cut. How many there were.
std::uint64_t try_every_point(scenario const& s) {
    world whole(members, s.operation, extra);
    auto const steps = whole.run().steps;
    std::uint64_t points = 0;
    for (std::uint64_t step = 0; step < steps; step += thinned_out)
        for (auto const m : {fate::moment::before, fate::moment::midway, fate::moment::after})
            for (auto const& [what, seed] :
                 std::array<std::pair<kept, std::uint64_t>, 4>{{{kept::everything, 1},
                                                                {kept::nothing, 1},
                                                                {kept::some, step},
                                                                {kept::some, step + 7919}}}) {
                ++points;
                auto const wrong = live(s, step, m, what, seed);
                BOOST_TEST(wrong == std::vector<std::string>(),
                           s.operation << ", step " << step << ", moment " << static_cast<int>(m) << ", kept "
                                       << static_cast<int>(what) << ", seed " << seed << ": "
                                       << (wrong.empty() ? "" : wrong.front()));
            }
    return points;
}

} // namespace

BOOST_AUTO_TEST_SUITE(crash_points)

BOOST_AUTO_TEST_CASE(whatever_the_point_each_member_has_one_outcome_and_its_change_once) {
    std::uint64_t points = 0;
    for (auto const& s : std::vector<scenario>{
             {R"("addPlan": {"planId": "pln_gold"})"},
             {R"("update": {"customFields": {"score": "7"}})"},
             {R"("update": {"json": {"score": 7}, "merge": true})"},
             {R"("delete": {})"},
             {R"("request": {"method": "POST", "path": "/members/{{id}}/bump", "idempotent": false})",
              false}})
        points += try_every_point(s);
    BOOST_TEST_MESSAGE(points << " crash points tried");
    BOOST_TEST(points >= 5000 / thinned_out);
}

BOOST_AUTO_TEST_SUITE_END()
