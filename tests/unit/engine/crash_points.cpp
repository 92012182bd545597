// Every point at which a job can die. `-- --exhaustive` tries every pair of points of a run and its resume,
// too; `-- --provider publisher` tries jobs on that platform only.
#include "../arguments.hpp"
#include "crash_scene.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(crash_points)

using namespace muster;
using namespace muster::simulated;
using moment = fate::moment;

namespace {

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

/// One life: it dies so often, is resumed each time, and at last to the end. What is wrong afterwards.
std::vector<std::string> live(scenario const& s, std::vector<death> const& all) {
    scene in(s);
    auto& w = in.around;
    engine::run_choices choices;
    for (auto const& d : all) {
        w.end.decide(d.step, d.when);
        if (!w.run(choices).died) return {"it did not die"};
        choices = resuming(s);
        w.random.seed(d.seed);
        if (d.power_cut) w.power_cut(*d.power_cut);
    }
    return bring_to_its_end(s, in);
}

/// One life in which request number `which` meets that, and, if it is `killed`, the process dies with the
/// next.
std::vector<std::string> live_through(scenario const& s, std::size_t which, treatment::kind what,
                                      bool killed) {
    scene in(s);
    auto& w = in.around;
    std::size_t requests = 0;
    w.direct = [&](http::request const&) {
        treatment t;
        auto const number = requests++;
        if (number == which) t.what = what;
        if (killed && number == which + 1) w.end.die();
        return t;
    };
    if (killed && !w.run().died) return {}; // it was the last
    return bring_to_its_end(s, in);
}

void check(scenario const& s, std::vector<death> const& all) {
    auto const wrong = live(s, all);
    BOOST_TEST_CONTEXT(s.provider << ", " << s.operation << ": " << all.front() << "; " << all.back()) {
        BOOST_TEST(wrong.empty());
        for (auto const& each : wrong) BOOST_ERROR(each);
    }
}

std::vector<bool> steps_of(model_world& w, engine::run_choices const& choices = {}) {
    auto const whole = w.run(choices);
    BOOST_REQUIRE(whole.complete);
    return whole.steps;
}

/// The steps of a resume after that death.
std::vector<bool> steps_after(scenario const& s, death const& d) {
    scene in(s);
    auto& w = in.around;
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

/// All of them, or with `--provider NAME` those on that platform.
std::vector<scenario> asked_for() {
    auto all = scenarios();
    auto const provider = tests::argument("--provider");
    if (provider) std::erase_if(all, [&](scenario const& s) { return s.provider != *provider; });
    return all;
}

/// One step of so many is tried.
std::uint64_t every(scenario const& s) {
    return thinned_out * (tests::argument("--exhaustive") ? 1 : s.stride());
}

/// How many points there are at least, where all are tried.
std::uint64_t enough(std::uint64_t all) {
    return tests::argument("--provider") ? 1 : all / thinned_out;
}

/// `--exhaustive` = 1, `--exhaustive N` = N.
std::optional<std::uint64_t> stride_argument() {
    auto const text = tests::argument("--exhaustive");
    if (!text) return std::nullopt;
    return text->empty() ? 1 : std::stoull(*text);
}

} // namespace

BOOST_AUTO_TEST_CASE(whatever_the_point_each_member_has_one_outcome_and_its_change_once) {
    std::uint64_t points = 0;
    for (auto const& s : asked_for()) {
        scene in(s);
        auto const steps = steps_of(in.around);
        for (std::uint64_t step = 0; step < steps.size(); step += every(s))
            for (auto const& when : moments(steps[step]))
                for (auto const& d : deaths(step, when)) {
                    check(s, {d});
                    ++points;
                }
    }
    BOOST_TEST_MESSAGE(points << " crash points tried");
    BOOST_TEST(points >= enough(5000));
}

BOOST_AUTO_TEST_CASE(a_resume_may_die_anywhere_as_well) {
    auto const stride = stride_argument();
    std::uint64_t points = 0;
    for (auto const& s : asked_for()) {
        scene in(s);
        auto const first = steps_of(in.around);
        // Without --exhaustive, each way to die in the first run meets a few in the second.
        std::uint64_t turn = 0;
        for (std::uint64_t step = 0; step < first.size(); step += every(s))
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
    BOOST_TEST(points >= enough(5000));
}

BOOST_AUTO_TEST_CASE(any_one_request_may_break_off_and_the_process_die_with_the_next) {
    using kind = treatment::kind;
    std::uint64_t lives = 0;
    for (auto const& s : asked_for()) {
        scene in(s);
        steps_of(in.around);
        auto const requests = in.around.arrivals.size();
        for (std::size_t which = 0; which < requests; which += thinned_out)
            for (auto const what : {kind::reset_before, kind::reset_after, kind::error_after})
                for (bool const killed : {false, true}) {
                    auto const wrong = live_through(s, which, what, killed);
                    BOOST_TEST_CONTEXT(s.provider << ", " << s.operation << ": request " << which << ", way "
                                                  << static_cast<int>(what) << (killed ? ", killed" : "")) {
                        BOOST_TEST(wrong.empty());
                        for (auto const& each : wrong) BOOST_ERROR(each);
                    }
                    ++lives;
                }
    }
    BOOST_TEST_MESSAGE(lives << " requests broken off");
    BOOST_TEST(lives >= enough(2000));
}

BOOST_AUTO_TEST_CASE(a_kill_leaves_what_was_not_synced_and_a_power_cut_in_the_resume_may_take_it) {
    // Steps of a resume until its first record is durable, and some more.
    constexpr std::uint64_t taking_over = 8;
    auto const& s = scenarios().front();
    scene in(s);
    auto const first = steps_of(in.around);
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
