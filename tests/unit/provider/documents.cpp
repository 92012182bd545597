#include "provider/documents.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::provider::documents {

namespace json = boost::json;

BOOST_AUTO_TEST_SUITE(documents_of_any_platform)

BOOST_AUTO_TEST_CASE(values_that_mean_the_same_are_the_same) {
    auto const is_same = [](char const* a, char const* b) { return same(json::parse(a), json::parse(b)); };
    BOOST_TEST(is_same("1", "1.0"));
    BOOST_TEST(is_same("[1,{\"a\":2,\"b\":3}]", "[1.0,{\"b\":3.0,\"a\":2}]"));
    BOOST_TEST(!is_same("1", "2"));
    BOOST_TEST(!is_same("1", "\"1\""));
    BOOST_TEST(!is_same("[1]", "[1,1]"));
    BOOST_TEST(!is_same("{\"a\":null}", "{}"));
    BOOST_TEST(same_email("Ann@Example.COM", "ann@example.com"));
    BOOST_TEST(!same_email("ann@example.com", "ann@example.org"));
}

BOOST_AUTO_TEST_CASE(an_object_holds_what_is_named_and_null_is_the_same_as_missing) {
    auto const holds = [](char const* now, char const* wanted) {
        return each_key_holds(json::parse(now), json::parse(wanted));
    };
    BOOST_TEST(holds(R"({"a":1,"b":2})", R"({"a":1})"));
    BOOST_TEST(holds(R"({"a":1})", R"({"b":null})"));
    BOOST_TEST(holds("null", R"({"b":null})"));
    BOOST_TEST(!holds(R"({"a":1})", R"({"a":2})"));
    BOOST_TEST(!holds("null", R"({"a":2})"));
    BOOST_TEST((part_of(json::parse(R"({"a":1,"c":3})"), json::parse(R"({"a":9,"b":9})").as_object())
                == json::parse(R"({"a":1,"b":null})").as_object()));
}

BOOST_AUTO_TEST_CASE(merge_patch_does_what_the_appendix_of_rfc_7396_shows) {
    struct row {
        char const* original;
        char const* patch;
        char const* result;
    };
    for (auto const& r : {row{R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
                          {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
                          {R"({"a":"b"})", R"({"a":null})", "{}"},
                          {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
                          {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
                          {R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
                          {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
                          {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
                          {R"(["a","b"])", R"(["c","d"])", R"(["c","d"])"},
                          {R"({"a":"b"})", R"(["c"])", R"(["c"])"},
                          {R"({"a":"foo"})", "null", "null"},
                          {R"({"a":"foo"})", R"("bar")", R"("bar")"},
                          {R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})"},
                          {"[1,2]", R"({"a":"b","c":null})", R"({"a":"b"})"},
                          {"{}", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"}})
        BOOST_TEST_CONTEXT(r.original << " with " << r.patch)
    BOOST_TEST((merge_patch(json::parse(r.original), json::parse(r.patch)) == json::parse(r.result)));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::documents
