#include "provider/drift.hpp"

#include "core/read_json.hpp"
#include "provider/registry.hpp"

#include <boost/test/unit_test.hpp>

namespace provider_drift {

using namespace muster;

/// Of an update of these custom fields, or of a deletion.
std::string drift_of(std::string const& set, std::string const& before, std::string const& now) {
    auto const platform = provider::make("memberstack");
    auto const document = core::read_json(now);
    core::member const m{"mem_1", "", &document.get_object()};
    core::change change = core::delete_member();
    if (!set.empty()) change = core::update_fields{core::read_json(set).as_object()};
    return provider::drift(*platform, change, core::read_json(before).as_object(), m);
}

std::string of_fields(std::string const& set, std::string const& before, std::string const& now) {
    auto const inside = [](std::string const& fields) { return R"({"customFields":)" + fields + "}"; };
    return drift_of(inside(set), inside(before), inside(now));
}

} // namespace provider_drift

BOOST_AUTO_TEST_SUITE(provider_drift)

BOOST_AUTO_TEST_CASE(what_is_as_it_was_has_not_drifted) {
    BOOST_TEST(of_fields(R"({"x":1})", R"({"x":"o"})", R"({"x":"o","y":"another field"})") == "");
    BOOST_TEST(of_fields(R"({"x":1})", "{}", R"({"y":2})") == "");
    BOOST_TEST(of_fields(R"({"x":{"k":1}})", R"({"x":{"a":1,"b":[1,2]}})", R"({"x":{"b":[1,2],"a":1}})")
               == "");
    // Written down, 1.0 is 1.
    BOOST_TEST(of_fields(R"({"x":7})", R"({"x":1})", R"({"x":1.0})") == "");
}

BOOST_AUTO_TEST_CASE(each_field_is_told_with_both_values) {
    BOOST_TEST(of_fields(R"({"x":"w","y":1})", R"({"x":"o","y":1})", R"({"x":"n","y":1})")
               == R"(customFields.x was "o", and is "n")");
    BOOST_TEST(of_fields(R"({"x":2})", R"({"x":1})", "{}") == "customFields.x was 1, and is nothing");
    BOOST_TEST(of_fields(R"({"x":2})", "{}", R"({"x":1})") == "customFields.x was nothing, and is 1");
}

BOOST_AUTO_TEST_CASE(only_the_first_few_are_told) {
    auto const said = of_fields(R"({"a":0,"b":0,"c":0,"d":0,"e":0})", R"({"a":1,"b":1,"c":1,"d":1,"e":1})",
                                R"({"a":2,"b":2,"c":2,"d":2,"e":2})");
    BOOST_TEST(said.ends_with("customFields.c was 1, and is 2; and 2 more"), said);
}

BOOST_AUTO_TEST_CASE(of_a_deletion_only_what_both_show_counts) {
    BOOST_TEST(drift_of("", R"({"a":1,"listed":1})", R"({"a":1,"looked":1})") == "");
    BOOST_TEST(drift_of("", R"({"a":1})", R"({"a":2})") == "a was 1, and is 2");
    // Inside of a field that both show, what is gone is gone.
    BOOST_TEST(drift_of("", R"({"a":{"x":1}})", R"({"a":{}})") == "a.x was 1, and is nothing");
}

BOOST_AUTO_TEST_SUITE_END()
