#include "provider/drift.hpp"

#include "core/read_json.hpp"

#include <boost/test/unit_test.hpp>

namespace provider_drift {

using namespace muster;

std::string drift_of(core::change const& planned, std::string const& before, std::string const& now) {
    return provider::drift(planned, core::read_json(before).as_object(), core::read_json(now).as_object());
}

} // namespace provider_drift

BOOST_AUTO_TEST_SUITE(provider_drift)

BOOST_AUTO_TEST_CASE(what_is_equal_has_not_drifted) {
    core::change const update = core::update_fields{};
    BOOST_TEST(drift_of(update, "{}", "{}") == "");
    BOOST_TEST(drift_of(update, R"({"a":{"x":1,"y":[1,2]},"b":null})", R"({"b":null,"a":{"y":[1,2],"x":1}})")
               == "");
    BOOST_TEST(drift_of(update, R"({"a":1})", R"({"a":1.0})")
               != drift_of(update, R"({"a":1})", R"({"a":2})"));
}

BOOST_AUTO_TEST_CASE(each_field_is_told_with_both_values) {
    core::change const update = core::update_fields{};
    BOOST_TEST(drift_of(update, R"({"a":{"x":"o","y":1}})", R"({"a":{"x":"n","y":1}})")
               == R"(a.x was "o", and is "n")");
    BOOST_TEST(drift_of(update, R"({"a":1})", "{}") == "a was 1, and is nothing");
    BOOST_TEST(drift_of(update, "{}", R"({"a":1})") == "a was nothing, and is 1");
    BOOST_TEST(drift_of(update, R"({"a":{"x":1}})", R"({"a":[1]})") == R"(a was {"x":1}, and is [1])");
}

BOOST_AUTO_TEST_CASE(only_the_first_few_are_told) {
    core::change const update = core::update_fields{};
    auto const said =
        drift_of(update, R"({"a":1,"b":1,"c":1,"d":1,"e":1})", R"({"a":2,"b":2,"c":2,"d":2,"e":2})");
    BOOST_TEST(said == "a was 1, and is 2; b was 1, and is 2; c was 1, and is 2; and 2 more");
}

BOOST_AUTO_TEST_CASE(of_a_deletion_only_what_both_show_counts) {
    core::change const gone = core::delete_member{};
    BOOST_TEST(drift_of(gone, R"({"a":1,"listed":1})", R"({"a":1,"looked":1})") == "");
    BOOST_TEST(drift_of(gone, R"({"a":1})", R"({"a":2})") == "a was 1, and is 2");
    // Inside of a field that both show, what is gone is gone.
    BOOST_TEST(drift_of(gone, R"({"a":{"x":1}})", R"({"a":{}})") == "a.x was 1, and is nothing");
}

BOOST_AUTO_TEST_SUITE_END()
