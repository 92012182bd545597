// Every point at which a job can die. `-- --exhaustive` tries every pair of points of a run and its resume,
// too.
#include "../arguments.hpp"
#include "bulk_provider.hpp"
#include "numbered_provider.hpp"
#include "world.hpp"

#include <boost/test/unit_test.hpp>

using namespace muster;
using namespace muster::simulated;
using moment = fate::moment;

namespace {

struct scenario {
    std::string operation;
    bool repeatable = true; // the change may be sent again when in doubt
    core::duration disk{};  // how long a write takes; records wait for a slow one at each checkpoint
    std::string provider = "memberstack";
    std::string poison = {}; // a member whose changes the platform refuses
};

/// How one run dies, and what is lost then.
struct death {
    std::uint64_t step = 0;
    moment when;
    std::optional<memory_storage::kept> power_cut; // nullopt: only the process was killed
    std::uint64_t seed = 1;                        // of what a power cut leaves
};

std::ostream& operator<<(std::ostream& out, death const& d) {
    out << "step " << d.step << ", moment " << static_cast<int>(d.when.where) << ", part " << d.when.part;
    if (d.power_cut) out << ", power cut keeps " << static_cast<int>(*d.power_cut) << ", seed " << d.seed;
    return out;
}

constexpr auto extra =
    R"(, "pace": {"pageSize": 10, "concurrency": 4, "requestsPerSecond": 10}, "canary": {"members": 3})";
constexpr std::size_t members = 40;

std::vector<scenario> const& scenarios() {
    add_bulk_providers();
    add_numbered_provider();
    static const std::vector<scenario> all{
        {R"("addPlan": {"planId": "pln_gold"})"},
        {R"("addPlan": {"planId": "pln_gold"})", true, std::chrono::milliseconds(150)},
        {R"("removePlan": {"planId": "pln_silver"})"},
        {R"("update": {"customFields": {"score": "7"}})"},
        {R"("update": {"json": {"score": 7}, "merge": true})"},
        {R"("delete": {})"},
        {R"("request": {"method": "POST", "path": "/members/{{id}}/bump", "idempotent": false})", false},
        // Three in a request, one of them poisonous but in the last.
        {R"("addPlan": {"planId": "pln_gold"})", true, {}, "bulk", "mem_200"},
        {R"("update": {"json": {"score": 7}, "merge": true})", true, {}, "bulk", "mem_200"},
        {R"("update": {"customFields": {"score": "7"}})", true, {}, "bulk-each", "mem_200"},
        {R"("delete": {})", true, std::chrono::milliseconds(150), "bulk"},
        // Walked whole first.
        {R"("delete": {})", true, {}, "numbered"}};
    return all;
}

struct scene : world {
    explicit scene(scenario const& s) : world(members, s.operation, extra, 1, s.provider) {
        if (!s.poison.empty()) platform.unacceptable = {s.poison};
        disk_latency = [latency = s.disk] { return latency; };
    }
};

/// The ways to die in one step.
std::vector<moment> moments(bool divisible) {
    std::vector<moment> all{{moment::kind::before, 0}, {moment::kind::after, 0}};
    if (divisible)
        for (double const part : {0.0, 0.3, 0.6, 1.0}) all.push_back({moment::kind::midway, part});
    return all;
}

/// What may be left after it: all (only the process died), what was synced, or something between.
std::vector<death> deaths(std::uint64_t step, moment when) {
    using kept = memory_storage::kept;
    return {{step, when, std::nullopt, 1},
            {step, when, kept::nothing, 1},
            {step, when, kept::some, step},
            {step, when, kept::some, step + 7919}};
}

/// A resume goes on past a canary with unknown outcomes; the first run knows of none.
engine::run_choices resuming(scenario const& s) {
    return {std::nullopt, !s.repeatable, std::nullopt};
}

/// One life: it dies so often, is resumed each time, and at last to the end. What is wrong afterwards.
std::vector<std::string> live(scenario const& s, std::vector<death> const& all) {
    scene w(s);
    auto const expected = w.platform.matching();
    engine::run_choices choices;
    for (auto const& d : all) {
        w.end.decide(d.step, d.when);
        if (!w.run(choices).died) return {"it did not die"};
        choices = resuming(s);
        w.random.seed(d.seed);
        if (d.power_cut) w.power_cut(*d.power_cut);
    }
    auto const resumed = w.run(resuming(s));
    if (!resumed.complete) return {"not complete: " + resumed.reason};
    auto wrong = w.problems(expected);
    if (resumed.end.matched != expected.size())
        wrong.push_back("matched " + std::to_string(resumed.end.matched));
    for (auto const& [id, outcomes] : w.outcomes()) {
        auto const o = outcomes.front().outcome;
        bool const as_it_should =
            id == s.poison ? o == core::outcome::failed
                           : o == core::outcome::done || (!s.repeatable && o == core::outcome::unknown);
        if (!as_it_should) wrong.push_back(id + " is " + std::string(core::to_string(o)));
    }
    return wrong;
}

void check(scenario const& s, std::vector<death> const& all) {
    auto const wrong = live(s, all);
    BOOST_TEST_CONTEXT(s.provider << ", " << s.operation << ": " << all.front() << "; " << all.back()) {
        BOOST_TEST(wrong.empty());
        for (auto const& each : wrong) BOOST_ERROR(each);
    }
}

std::vector<bool> steps_of(world& w, engine::run_choices const& choices = {}) {
    auto const whole = w.run(choices);
    BOOST_REQUIRE(whole.complete);
    return whole.steps;
}

/// The steps of a resume after that death.
std::vector<bool> steps_after(scenario const& s, death const& d) {
    scene w(s);
    w.end.decide(d.step, d.when);
    BOOST_REQUIRE(w.run().died);
    w.random.seed(d.seed);
    if (d.power_cut) w.power_cut(*d.power_cut);
    return steps_of(w, resuming(s));
}

/// Where a resume of so many steps dies in turn: at one of them, or with a stride at each so many-th, another
/// one each turn.
std::vector<std::uint64_t> next_steps(std::size_t steps, std::optional<std::uint64_t> stride,
                                      std::uint64_t turn) {
    std::vector<std::uint64_t> all;
    auto const by = stride.value_or(steps);
    for (auto step = turn % by; step < steps; step += by) all.push_back(step);
    return all;
}

/// `--exhaustive` = 1, `--exhaustive N` = N.
std::optional<std::uint64_t> stride_argument() {
    auto const text = tests::argument("--exhaustive");
    if (!text) return std::nullopt;
    return text->empty() ? 1 : std::stoull(*text);
}

} // namespace

BOOST_AUTO_TEST_SUITE(crash_points)

BOOST_AUTO_TEST_CASE(whatever_the_point_each_member_has_one_outcome_and_its_change_once) {
    std::uint64_t points = 0;
    for (auto const& s : scenarios()) {
        scene w(s);
        auto const steps = steps_of(w);
        for (std::uint64_t step = 0; step < steps.size(); step += thinned_out)
            for (auto const& when : moments(steps[step]))
                for (auto const& d : deaths(step, when)) {
                    check(s, {d});
                    ++points;
                }
    }
    BOOST_TEST_MESSAGE(points << " crash points tried");
    BOOST_TEST(points >= 5000 / thinned_out);
}

BOOST_AUTO_TEST_CASE(a_resume_may_die_anywhere_as_well) {
    auto const stride = stride_argument();
    std::uint64_t points = 0;
    for (auto const& s : scenarios()) {
        scene w(s);
        auto const first = steps_of(w);
        // Without --exhaustive, each way to die in the first run meets a few in the second.
        std::uint64_t turn = 0;
        for (std::uint64_t step = 0; step < first.size(); step += thinned_out)
            for (auto const& when : moments(first[step])) {
                auto const ways = deaths(step, when);
                auto const& d = ways[turn++ % ways.size()];
                auto const second = steps_after(s, d);
                for (auto const next : next_steps(second.size(), stride, turn))
                    for (auto const& then : moments(second[next])) {
                        auto const all = deaths(next, then);
                        check(s, {d, all[turn++ % all.size()]});
                        ++points;
                    }
            }
    }
    BOOST_TEST_MESSAGE(points << " pairs of crash points tried");
    BOOST_TEST(points >= 5000 / thinned_out);
}

BOOST_AUTO_TEST_CASE(a_kill_leaves_what_was_not_synced_and_a_power_cut_in_the_resume_may_take_it) {
    // Steps of a resume until its first record is durable, and some more.
    constexpr std::uint64_t taking_over = 8;
    auto const& s = scenarios().front();
    scene w(s);
    auto const first = steps_of(w);
    for (std::uint64_t step = 0; step < first.size(); step += thinned_out) {
        if (!first[step]) continue;
        death const kill{step, {moment::kind::after, 0}, std::nullopt, 1};
        for (std::uint64_t next = 0; next < taking_over; ++next)
            for (auto const when : {moment::kind::before, moment::kind::after})
                for (std::uint64_t seed = 1; seed <= 5; ++seed)
                    check(s, {kill, {next, {when, 0}, memory_storage::kept::some, seed}});
    }
}

BOOST_AUTO_TEST_SUITE_END()
