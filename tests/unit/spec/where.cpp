#include "spec/read.hpp"
#include "support.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(where_of_a_spec)

using namespace muster::spec;
using test::mistakes_of;
using test::text_with;
using test::warnings_of;

namespace {

/// 2026-11-22T12:00:00Z
constexpr muster::core::wall_time noon{std::chrono::seconds{1795348800}};

std::string kept_where(std::string const& text, settings const& set = {}) {
    auto const r = read(text, set, noon);
    BOOST_REQUIRE_MESSAGE(r.value.has_value(), format("f", r.mistakes));
    return boost::json::serialize(r.value->document.at("where"));
}

} // namespace

BOOST_AUTO_TEST_CASE(it_is_held_against_what_the_platform_has) {
    BOOST_TEST(mistakes_of(text_with(R"(, "where": {"customFields.country": {"domain": "x"}})"))
                   .starts_with("/where/customFields.country/domain: \"domain\" is no operator, and "));
    BOOST_TEST(mistakes_of(text_with(R"(, "where": {"lastLogin": {"before": "2024-01-01"}})"))
               == "/where/lastLogin/before: \"before\" is no operator; write \"lt\"\n");
    BOOST_TEST(mistakes_of(text_with(R"(, "where": {"createdAt": {"lt": "31/01/2024"}})"))
                   .starts_with("/where/createdAt/lt: must be an ISO 8601 date"));
    for (auto const* const field : {"planConnections", "permissions"})
        BOOST_TEST(mistakes_of(text_with(R"(, "where": {")" + std::string(field) + R"(": {"none": {}}})"))
                   == "");
}

BOOST_AUTO_TEST_CASE(a_field_that_no_member_has_is_a_warning_with_its_place) {
    auto const text =
        "{\"name\": \"n\", \"provider\": {\"kind\": \"memberstack\", \"key\": {\"env\": \"K\"}},\n"
        "  \"where\": {\"customField.country\": \"x\",\n"
        "            \"planConnections\": {\"some\": {\"planid\": \"y\"}}},\n"
        "  \"operation\": {\"addPlan\": {\"planId\": \"p\"}}}";
    auto const r = read(text, {});
    BOOST_TEST(r.value.has_value());
    auto const expected =
        "f:2:13: warning: /where/customField.country: \"customField\" is no field that a member "
        "can have; did you mean \"customFields.country\"?\n"
        "f:3:42: warning: /where/planConnections/some/planid: \"planid\" is no field that an "
        "element of this list can have; did you mean \"planId\"?\n";
    BOOST_TEST(format("f", r.warnings) == expected);
    BOOST_TEST(format("f", check(text).warnings) == expected);
}

BOOST_AUTO_TEST_CASE(a_template_with_a_field_that_no_member_has_is_a_warning_too) {
    auto const of = [](std::string const& update) {
        return warnings_of(R"({"name": "n", "provider": {"kind": "memberstack", "key": {"env": "K"}},
            "operation": {"update": {"customFields": {"greeting": ")"
                           + update + R"("}}}})");
    };
    std::string const place = "/operation/update/customFields/greeting: in a template: ";
    BOOST_TEST(of("Hi {{customFields.name|you}}, {{auth.email}} {{json.a.b}} {{customFields.a.b|x}}") == "");
    BOOST_TEST(
        of("Hi {{customField.name}}")
        == place
               + "\"customField\" is no field that a member can have; did you mean \"customFields.name\"?\n");
    BOOST_TEST(of("{{planConnections.planId}}")
               == place + "\"planConnections\" is a list, and nothing is below it\n");
    BOOST_TEST(of("{{email}}").ends_with("did you mean \"auth.email\"?\n"));
    BOOST_TEST(of("{{planId}}") == place + "\"planId\" is no field that a member can have\n");
}

BOOST_AUTO_TEST_CASE(where_nothing_is_known_nothing_is_noted) {
    auto const text = text_with(
        R"(, "where": {"customFields.${field}": {"lt": "${day}"}, "lastLogin": {"gte": "${day}"}})");
    auto const found = check(text, noon);
    BOOST_TEST(format("f", found.mistakes) == "");
    BOOST_TEST(format("f", found.warnings) == "");
    BOOST_TEST(read(text, {{"field", "a"}, {"day", "soon"}}, noon).mistakes.size() == 1U);
}

BOOST_AUTO_TEST_CASE(relative_dates_are_fixed_in_what_a_job_keeps) {
    auto const text = text_with(R"(, "where": {"lastLogin": {"lt": "-30d"}, "customFields.a": "-30d"})");
    auto const kept = R"({"lastLogin":{"lt":"2026-10-23T12:00:00.000Z"},"customFields.a":"-30d"})";
    BOOST_TEST(kept_where(text) == kept);
    auto const r = read(text, {}, noon);
    auto const again = read(boost::json::serialize(r.value->document), {}, noon + std::chrono::hours(1000));
    BOOST_TEST(boost::json::serialize(again.value->document.at("where")) == kept);
    auto const kept_by_a_job = read(boost::json::serialize(r.value->document), {});
    BOOST_TEST(kept_by_a_job.value.has_value());
    BOOST_TEST(!read(text, {}).value.has_value()); // it is not said when now is
    BOOST_TEST(format("f", check(text, noon).mistakes) == "");
}

BOOST_AUTO_TEST_CASE(a_parameter_may_be_a_relative_date) {
    std::string const where =
        R"("where": {"lastLogin": {"lt": "${since}"}}, "description": "since ${since}")";
    auto const declared = text_with(R"(, "parameters": {"since": {"type": "date"}}, )" + where);
    auto const fixed = R"({"lastLogin":{"lt":"2026-10-23T12:00:00.000Z"}})";
    BOOST_TEST(kept_where(declared, {{"since", "-30d"}}) == fixed);
    BOOST_TEST(read(declared, {{"since", "-30d"}}, noon).value->description
               == "since 2026-10-23T12:00:00.000Z");
    BOOST_TEST(kept_where(text_with(", " + where), {{"since", "-30d"}}) == fixed);
    BOOST_TEST(
        kept_where(text_with(R"(, "parameters": {"since": {"type": "date", "default": "-30d"}}, )" + where))
        == fixed);
    for (auto const* const wrong : {"-3m", "30d", "yesterday", "-3650000d"})
        BOOST_TEST(read(declared, {{"since", wrong}}, noon).mistakes.size() == 1U, wrong);
}

BOOST_AUTO_TEST_CASE(an_operand_that_is_empty_because_of_a_parameter_is_noted) {
    auto const text = text_with(
        R"(, "where": {"customFields.country": {"equals": "${country}"}, "id": {"in": ["a${x}", "${x}"]}}, "description": "${x}")");
    BOOST_TEST(warnings_of(text, {{"country", "Germany"}, {"x", "b"}}) == "");
    BOOST_TEST(warnings_of(text, {{"country", ""}, {"x", ""}})
               == "/where/customFields.country/equals: the parameter \"country\" is empty, so this is an "
                  "empty text\n"
                  "/where/id/in/1: the parameter \"x\" is empty, so this is an empty text\n");
}

BOOST_AUTO_TEST_CASE(a_date_in_the_future_is_noted_where_it_is_known_when_now_is) {
    auto const text = text_with(R"(, "where": {"lastLogin": {"lt": "2062-01-01"}})");
    BOOST_TEST(warnings_of(text, {}, noon)
               == "/where/lastLogin/lt: is in the future, so every date until now is before it\n");
    BOOST_TEST(warnings_of(text) == "");
}

BOOST_AUTO_TEST_SUITE_END()
