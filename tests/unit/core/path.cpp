#include "core/path.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(path_lookup)

using muster::core::path;

namespace {

std::string find(std::string_view dotted, std::string_view document) {
    auto const parsed = boost::json::parse(document);
    auto const* const found = path(dotted).find(parsed.get_object());
    return found ? boost::json::serialize(*found) : "nothing";
}

} // namespace

BOOST_AUTO_TEST_CASE(steps_go_down_through_objects) {
    BOOST_TEST(find("id", R"({"id": 7})") == "7");
    BOOST_TEST(find("auth.email", R"({"auth": {"email": "a@b"}})") == R"("a@b")");
    BOOST_TEST(find("a.b.c.d", R"({"a": {"b": {"c": {"d": true}}}})") == "true");
    BOOST_TEST(find("a", R"({"a": null})") == "null");
    BOOST_TEST(find("a", R"({"a": {"b": 1}})") == R"({"b":1})");
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_nothing) {
    BOOST_TEST(find("a", "{}") == "nothing");
    BOOST_TEST(find("a.b", R"({"a": {}})") == "nothing");
    BOOST_TEST(find("a.b", R"({"b": 1})") == "nothing");
    BOOST_TEST(find("A", R"({"a": 1})") == "nothing");
}

BOOST_AUTO_TEST_CASE(nothing_lies_below_what_is_no_object) {
    for (auto const* const document :
         {R"({"a": null})", R"({"a": "b"})", R"({"a": 1})", R"({"a": [{"b": 1}]})"}) {
        BOOST_TEST(find("a.b", document) == "nothing");
        BOOST_TEST(find("a.0", document) == "nothing");
    }
}

BOOST_AUTO_TEST_CASE(the_longest_run_of_segments_that_names_a_key_wins) {
    BOOST_TEST(find("a.b", R"({"a.b": 1})") == "1");
    BOOST_TEST(find("a.b", R"({"a": {"b": 2}, "a.b": 1})") == "1");
    BOOST_TEST(find("a.b.c", R"({"a.b": {"c": 1}})") == "1");
    BOOST_TEST(find("a.b.c", R"({"a": {"b.c": 1}})") == "1");
    BOOST_TEST(find("a.b.c", R"({"a.b": {"c": 1}, "a": {"b": {"c": 2}}})") == "1");
    BOOST_TEST(find("a.b.c.d", R"({"a": {"b.c": {"d": 3}}})") == "3");
    BOOST_TEST(find("a.b.c", R"({"a.b": {}, "a": {"b": {"c": 2}}})") == "nothing");
}

BOOST_AUTO_TEST_CASE(empty_segments_name_the_empty_key) {
    BOOST_TEST(find("", R"({"": 1})") == "1");
    BOOST_TEST(find("a.", R"({"a": {"": 1}})") == "1");
    BOOST_TEST(find(".a", R"({"": {"a": 1}})") == "1");
    BOOST_TEST(find("", R"({"a": 1})") == "nothing");
}

BOOST_AUTO_TEST_CASE(a_path_knows_its_text_and_its_head) {
    BOOST_TEST(path("customFields.country").text() == "customFields.country");
    BOOST_TEST(path("customFields.country").head() == "customFields");
    BOOST_TEST(path("json").head() == "json");
    BOOST_TEST(path("").head() == "");
    auto const copy = path("a.b");
    auto const other = copy; // a head is a view into its own path
    BOOST_TEST(other.head().data() == other.text().data());
}

BOOST_AUTO_TEST_SUITE_END()
