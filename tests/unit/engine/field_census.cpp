#include "engine/field_census.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::engine {

BOOST_AUTO_TEST_SUITE(field_census_of_members)

namespace {

/// What is missing after a look at these documents: `field` or `field?nearest`, joined by spaces.
std::string missing(std::vector<std::string> const& fields, std::vector<std::string> const& documents) {
    field_census census(fields);
    for (auto const& text : documents) {
        auto const document = boost::json::parse(text).as_object();
        census.look_at({"mem_1", {}, &document});
    }
    std::string all;
    for (auto const& m : census.missing())
        all += (all.empty() ? "" : " ") + m.name + (m.nearest ? "?" + *m.nearest : "");
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_field_that_one_of_them_has_is_not_missing) {
    BOOST_TEST(missing({"a"}, {R"({"a": 1})"}).empty());
    BOOST_TEST(missing({"a", "b.c"}, {R"({"x": 1})", R"({"b": {"c": null}})", R"({"a": []})"}).empty());
    BOOST_TEST(missing({}, {R"({"a": 1})"}).empty());
}

BOOST_AUTO_TEST_CASE(one_that_nobody_has_comes_with_the_nearest_that_there_is) {
    BOOST_TEST(missing({"customFields.contry"}, {R"({"customFields": {"country": "x"}})"})
               == "customFields.contry?customFields.country");
    BOOST_TEST(missing({"customField.country"}, {R"({"customFields": {"country": "x"}})"})
               == "customField.country?customFields.country");
    BOOST_TEST(missing({"zzz", "a"}, {R"({"a": 1, "b": {"c": {"d": {"e": 1}}}})"}) == "zzz");
    BOOST_TEST(missing({"a.b"}, {R"({"a": [{"b": 1}]})"}) == "a.b");
}

BOOST_AUTO_TEST_CASE(of_nobody_everything_is_missing) {
    BOOST_TEST(missing({"a", "b"}, {}) == "a b");
}

BOOST_AUTO_TEST_CASE(names_are_kept_of_the_first_members_only) {
    std::vector<std::string> documents(300, R"({"x": 1})");
    documents.push_back(R"({"country": 1})");
    BOOST_TEST(missing({"countri"}, documents) == "countri");
    documents.erase(documents.begin());
    BOOST_TEST(missing({"countri"}, documents) == "countri?country");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::engine
