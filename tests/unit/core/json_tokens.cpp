#include "core/json_tokens.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(tokens_of_json)

using namespace muster::core;

BOOST_AUTO_TEST_CASE(the_members_of_an_object_stand_as_they_were_written) {
    auto const all = written_members(R"( { "a" : 1.0 ,"b":{"c":[1,{"d":"}"}]}, "e\u0066\"":"x,\"y" } )");
    BOOST_TEST_REQUIRE(all.size() == 3U);
    BOOST_TEST(all[0].key == "a");
    BOOST_TEST(all[0].text == R"("a" : 1.0)");
    BOOST_TEST(all[1].key == "b");
    BOOST_TEST(all[1].text == R"("b":{"c":[1,{"d":"}"}]})");
    BOOST_TEST(all[2].key == "ef\"");
    BOOST_TEST(all[2].text == R"("e\u0066\"":"x,\"y")");
    BOOST_TEST(written_members("{ }").empty());
    BOOST_TEST(written_members(R"({"a":[],"b":{}})").back().text == R"("b":{})");
}

BOOST_AUTO_TEST_CASE(a_key_that_stands_twice_is_found) {
    BOOST_TEST(find_repeated_key(R"({"a":1,"b":{"a":2},"\u0061":3})").value().key == "a");
    BOOST_TEST(!find_repeated_key(R"({"a":1,"b":[{"a":2},{"a":3}]})"));
}

BOOST_AUTO_TEST_SUITE_END()
