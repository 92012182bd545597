#include "spec/rollout_block.hpp"

#include "support.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::spec::test {

BOOST_AUTO_TEST_SUITE(spec_rollout_block)

namespace {

rollout rollout_of(std::string const& block) {
    auto read = muster::spec::read(text_with(", " + block), {});
    BOOST_TEST_REQUIRE(read.value.has_value(), format("", read.mistakes));
    return read.value->rollout;
}

std::string mistakes_in(std::string const& steps) {
    return mistakes_with(R"(, "rollout": )" + steps);
}

} // namespace

BOOST_AUTO_TEST_CASE(without_one_all_pass_at_once) {
    auto const read = muster::spec::read(text_with(""), {});
    BOOST_TEST(read.value->rollout.steps.empty());
    BOOST_TEST(!read.value->rollout.looks);
}

BOOST_AUTO_TEST_CASE(a_canary_is_one_step_in_which_nobody_may_fail) {
    auto const r = rollout_of(R"("canary": {"members": 7})");
    BOOST_TEST(r.steps.size() == 1U);
    BOOST_TEST(r.steps.front().members.value() == 7U);
    BOOST_TEST(r.most_failed == 0);
    BOOST_TEST(!r.looks);
    BOOST_TEST(r.name == "the canary");
}

BOOST_AUTO_TEST_CASE(steps_are_numbers_and_then_parts) {
    auto const r = rollout_of(R"("rollout": [10, 100, "2.5%", "50%", "100%"])");
    BOOST_TEST_REQUIRE(r.steps.size() == 4U); // all of them are no step
    BOOST_TEST(r.steps[1].members.value() == 100U);
    BOOST_TEST(r.steps[2].share == 0.025);
    BOOST_TEST(r.steps[3].share == 0.5);
    BOOST_TEST(r.most_failed == 0.01);
    BOOST_TEST(r.looks);
}

BOOST_AUTO_TEST_CASE(how_many_may_fail) {
    BOOST_TEST(rollout_of(R"("rollout": {"steps": ["10%"], "maxFailed": 0})").most_failed == 0);
    BOOST_TEST(mistakes_in(R"({"steps": [1], "maxFailed": 2})").starts_with("/rollout/maxFailed: "));
}

BOOST_AUTO_TEST_CASE(what_is_no_step) {
    for (auto const* const step :
         {"0", "-1", "1.5", R"("10")", R"("0%")", R"("101%")", R"("x%")", R"("%")", "null"})
        BOOST_TEST(mistakes_in("[" + std::string(step) + "]").starts_with("/rollout/0: must be a number"),
                   step);
    BOOST_TEST(mistakes_in("[]").starts_with("/rollout: must be a list of steps"));
    BOOST_TEST(mistakes_in("7").starts_with("/rollout: must be"));
    BOOST_TEST(mistakes_in(R"({"steps": [1], "zzz": 1})").starts_with("/rollout/zzz: unknown key"));
}

BOOST_AUTO_TEST_CASE(each_step_is_beyond_the_one_before) {
    for (auto const* const steps :
         {"[10, 10]", "[10, 5]", R"(["10%", 5])", R"(["10%", "10%"])", R"(["100%", "10%"])"})
        BOOST_TEST(mistakes_in(steps).starts_with("/rollout/1: must be beyond"), steps);
}

BOOST_AUTO_TEST_CASE(canary_and_rollout_exclude_each_other) {
    BOOST_TEST(mistakes_with(R"(, "canary": {"members": 1}, "rollout": [1])").starts_with("/rollout: and "));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::spec::test
