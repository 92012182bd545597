#include "memberpulse_support.hpp"
#include "provider/memberpulse/settings.hpp"
#include "provider/memberpulse/vocabulary.hpp"
#include "provider/registry.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace muster::provider::memberpulse {

using tests::made;
using tests::reading;
using tests::settings_from;

BOOST_AUTO_TEST_SUITE(provider_memberpulse_settings)

BOOST_AUTO_TEST_CASE(what_is_not_given_is_as_documented_or_guessed) {
    reading const r("{}");
    BOOST_TEST(r.said == "");
    BOOST_TEST(r.it.resource == "members");
    BOOST_TEST(r.it.query.empty());
    BOOST_TEST(r.it.requests_per_hour == 1000U);
    BOOST_TEST(r.it.reference == "email");
    for (auto const* const field : {"@id", "@type", "@context", "id", "createdAt"})
        BOOST_TEST(r.it.is_read_only(field), field);
    BOOST_TEST(!r.it.is_read_only("email"));
}

BOOST_AUTO_TEST_CASE(the_plan_is_a_quota_of_an_hour_counted_by_key) {
    auto const limit_of = [](std::string const& plan) {
        auto const p = made("{\"plan\": " + plan + "}");
        auto const& limits = p.about().limits;
        BOOST_REQUIRE_EQUAL(limits.size(), 1U);
        BOOST_TEST((limits.front().window == std::chrono::hours(1)));
        BOOST_TEST((limits.front().counted_by == limit::scope::key));
        return limits.front().requests;
    };
    BOOST_TEST(limit_of("\"standard\"") == 1000U);
    BOOST_TEST(limit_of("\"professional\"") == 5000U);
    BOOST_TEST(limit_of("\"enterprise\"") == 25'000U);
    BOOST_TEST(limit_of("750") == 750U);
    BOOST_TEST(requests_per_second(made().about()) == 0); // an hour's quota is no pace
    for (auto const* const bad : {"\"gold\"", "\"Standard\"", "true", "null", "[]"})
        BOOST_TEST(
            reading(std::string(R"({"plan": )") + bad + "}").said.starts_with("/provider/plan: must be"));
    for (auto const* const bad : {"0", "-1", "1.5", "2000000000"})
        BOOST_TEST(reading(std::string(R"({"plan": )") + bad + "}").said.starts_with("/provider/plan: "));
}

BOOST_AUTO_TEST_CASE(the_resource_is_one_of_three) {
    for (auto const* const word : {"members", "events", "courses"})
        BOOST_TEST(settings_from(std::string(R"({"resource": ")") + word + "\"}").resource == word);
    BOOST_TEST(
        reading(R"({"resource": "event"})").said
        == "/provider/resource: must be \"members\", \"events\" or \"courses\"; did you mean \"events\"?");
    BOOST_TEST(reading(R"({"resource": 1})").said.starts_with("/provider/resource: must be a string"));
}

BOOST_AUTO_TEST_CASE(filters_are_texts_numbers_and_flags) {
    reading const r(
        R"({"query": {"email": "a@b", "createdAt[after]": "2024-01-01", "status": "published"}})");
    BOOST_TEST(r.said == "");
    BOOST_REQUIRE_EQUAL(r.it.query.size(), 3U);
    BOOST_TEST(r.it.query[1].name == "createdAt[after]");
    BOOST_TEST(r.it.query[1].value == "2024-01-01");
    auto const value_of = [](std::string const& v) {
        return settings_from("{\"query\": {\"status\": " + v + "}}").query.at(0).value;
    };
    BOOST_TEST(value_of("7") == "7");
    BOOST_TEST(value_of("-7") == "-7");
    BOOST_TEST(value_of("true") == "true");
    for (auto const* const bad : {"null", "1.5", "[]", "{}"})
        BOOST_TEST(reading(std::string(R"({"query": {"status": )") + bad + "}}").said
                   == "/provider/query/status: must be a string, a whole number, true or false");
    BOOST_TEST(reading(R"({"query": []})").said.starts_with("/provider/query: must be an object"));
    BOOST_TEST(reading(R"({"query": {"": "x"}})").said.ends_with("names no filter"));
}

BOOST_AUTO_TEST_CASE(a_filter_that_the_documents_do_not_name_is_a_warning_at_its_place) {
    reading const slip(R"({"query": {"createdAt[afer]": "2024-01-01"}})");
    BOOST_TEST(slip.said.starts_with("warning: /provider/query/createdAt[afer]: is no filter that"));
    BOOST_TEST(slip.said.ends_with("did you mean \"createdAt[after]\"?"));
    BOOST_TEST(slip.it.query.size() == 1U); // it is passed on as given
    BOOST_TEST(reading(R"({"query": {"plan/x~y": "gold"}})")
                   .said.starts_with("warning: /provider/query/plan~1x~0y: "));
}

BOOST_AUTO_TEST_CASE(the_bound_of_a_date_is_a_date) {
    for (auto const* const good : {"2024-01-31", "2024-01-31T09:00:00Z"})
        BOOST_TEST(reading(std::string(R"({"query": {"createdAt[after]": ")") + good + "\"}}").said == "");
    for (auto const* const bad : {"\"-30d\"", "\"yesterday\"", "\"\"", "2024"})
        BOOST_TEST(reading(std::string(R"({"query": {"createdAt[after]": )") + bad + "}}")
                       .said.starts_with("/provider/query/createdAt[after]: must be an ISO 8601 date"));
}

BOOST_AUTO_TEST_CASE(the_page_is_not_the_specs_to_choose) {
    for (auto const* const name : {"page", "itemsPerPage"}) {
        reading const r(std::string("{\"query\": {\"") + name + "\": 2}}");
        BOOST_TEST(r.said.find("is muster's own") != std::string::npos);
        BOOST_TEST(!r.said.starts_with("warning"));
        BOOST_TEST(r.it.query.empty());
    }
}

BOOST_AUTO_TEST_CASE(the_largest_page_is_what_is_asked_for) {
    BOOST_TEST(settings_from("{}").largest_page == 100U);
    BOOST_TEST(settings_from(R"({"largestPage": 250})").largest_page == 250U);
    for (auto const* const bad : {"0", "1001", "\"many\""})
        BOOST_TEST(reading(std::string(R"({"largestPage": )") + bad + "}")
                       .said.starts_with("/provider/largestPage: "));
}

BOOST_AUTO_TEST_CASE(read_only_fields_can_be_named_anew) {
    auto const s = settings_from(R"({"readOnly": ["id", "updatedAt"]})");
    BOOST_TEST(s.is_read_only("updatedAt"));
    BOOST_TEST(!s.is_read_only("createdAt"));
    BOOST_TEST(settings_from(R"({"readOnly": []})").read_only.empty());
    BOOST_TEST(reading(R"({"readOnly": "id"})").said.starts_with("/provider/readOnly: must be an array"));
    BOOST_TEST(
        reading(R"({"readOnly": ["id", 7]})").said.starts_with("/provider/readOnly/1: must be a string"));
}

BOOST_AUTO_TEST_CASE(records_that_cannot_be_told_apart_cannot_be_made) {
    auto const has = [](std::string_view block, std::string_view operation) {
        auto const all = vocabulary(settings_from(block)).operations;
        return std::find(all.begin(), all.end(), operation) != all.end();
    };
    BOOST_TEST(has("{}", "create"));
    BOOST_TEST(!has(R"({"resource": "events"})", "create"));
    BOOST_TEST(has(R"({"resource": "events", "reference": "slug"})", "create"));
    BOOST_TEST(vocabulary(settings_from(R"({"resource": "events", "reference": "slug"})")).reference
               == "slug");
    for (auto const* const operation : {"update", "delete", "request"})
        BOOST_TEST(has(R"({"resource": "courses"})", operation));
    for (auto const* const operation : {"addPlan", "removePlan", "upsert"}) BOOST_TEST(!has("{}", operation));
    BOOST_TEST(reading(R"({"reference": ""})").said.starts_with("/provider/reference: "));
}

BOOST_AUTO_TEST_CASE(any_field_can_be_set_and_asked_for) {
    for (auto const* const block : {"{}", R"({"resource": "events"})"}) {
        BOOST_TEST(vocabulary(settings_from(block)).open_fields);
        BOOST_TEST((vocabulary(settings_from(block)).document.what == core::shape::form::anything));
    }
    BOOST_TEST(vocabulary(settings_from("{}")).fields.size() == 1U); // an e-mail address must look like one
    BOOST_TEST(vocabulary(settings_from(R"({"resource": "events"})")).fields.empty());
    BOOST_TEST(whole_vocabulary().open_fields);
}

BOOST_AUTO_TEST_CASE(each_setting_is_in_the_schema) {
    auto const schema = find_kind("memberpulse")->settings;
    for (auto const* const key : {"resource", "query", "readOnly", "largestPage", "plan", "reference"})
        BOOST_TEST(schema.contains(key), key);
    BOOST_TEST(schema.size() == 6U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::memberpulse
