#include "memberstack_tables_support.hpp"
#include "provider/memberstack_tables/state.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::provider::memberstack_tables {

BOOST_AUTO_TEST_SUITE(provider_memberstack_tables_state)

namespace {

bool alike(std::string_view wanted, std::string_view now) {
    return may_be_shown_as(boost::json::parse(wanted), boost::json::parse(now));
}

} // namespace

BOOST_AUTO_TEST_CASE(numbers_are_compared_by_value) {
    BOOST_TEST(alike("12", "12.0"));
    BOOST_TEST(alike("0.1", "1e-1"));
    BOOST_TEST(alike("12.5", "\"12.50\"")); // a DECIMAL as a text
    BOOST_TEST(alike("\"12\"", "12"));
    BOOST_TEST(!alike("12.5", "12.6"));
    BOOST_TEST(!alike("12", "\"12 pieces\""));
    BOOST_TEST(!alike("0", "\"\""));
    BOOST_TEST(!alike("\"\"", "0"));
    BOOST_TEST(!alike("1", "true"));
    BOOST_TEST(!alike("\"12.50\"", "\"12.5\"")); // texts are texts
}

BOOST_AUTO_TEST_CASE(a_record_that_is_referred_to_is_its_id_or_an_object_with_it) {
    BOOST_TEST(alike("\"rec_1\"", R"({"id": "rec_1", "data": {"name": "Tea"}})"));
    BOOST_TEST(alike(R"({"id": "rec_1"})", "\"rec_1\""));
    BOOST_TEST(!alike("\"rec_1\"", R"({"id": "rec_2"})"));
    BOOST_TEST(!alike("\"rec_1\"", R"({"key": "rec_1"})"));
    BOOST_TEST(alike(R"(["rec_1", "rec_2"])", R"([{"id": "rec_2"}, {"id": "rec_1"}])"));
    BOOST_TEST(!alike(R"(["rec_1", "rec_2"])", R"(["rec_1"])"));
    BOOST_TEST(!alike(R"(["rec_1"])", R"(["rec_1", "rec_1"])"));
    BOOST_TEST(alike("[]", "[]"));
    BOOST_TEST(!alike("[]", "null"));
}

BOOST_AUTO_TEST_CASE(a_date_is_its_instant) {
    BOOST_TEST(alike("\"2026-01-31\"", "\"2026-01-31T00:00:00.000Z\""));
    BOOST_TEST(alike("\"2026-01-31T01:00:00+01:00\"", "\"2026-01-31T00:00:00Z\""));
    BOOST_TEST(!alike("\"2026-01-31\"", "\"2026-02-01T00:00:00.000Z\""));
    BOOST_TEST(!alike("\"2026-01-31\"", "\"soon\""));
}

BOOST_AUTO_TEST_CASE(fields_are_looked_for_under_data_and_none_is_null) {
    auto const record = tests::object(R"({"id":"rec_1","price":3,"data":{"price":2.5,"tag":null}})");
    auto const hold = [&](std::string_view fields) { return fields_hold(record, tests::object(fields)); };
    BOOST_TEST(hold(R"({"price":2.5})"));
    BOOST_TEST(hold(R"({"price":2.5,"tag":null,"more":null})"));
    BOOST_TEST(!hold(R"({"price":3})"));
    BOOST_TEST(!hold(R"({"tag":""})"));
    BOOST_TEST(boost::json::serialize(old_fields(record, tests::object(R"({"price":1,"more":1})")))
               == R"({"price":2.5E0,"more":null})");
    auto const bare = tests::object(R"({"id":"rec_1","data":null})");
    BOOST_TEST(fields_hold(bare, tests::object(R"({"a":null})")));
    BOOST_TEST(!fields_hold(bare, tests::object(R"({"a":1})")));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::memberstack_tables
