#include "web/bodies.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::web {

BOOST_AUTO_TEST_SUITE(web_bodies)

BOOST_AUTO_TEST_CASE(who_acts_is_not_the_pages_to_say) {
    for (std::string const body : {"", "{}", R"({"who":"root"})"}) {
        auto const read = read_steering(body, "ann, by muster web");
        BOOST_TEST_REQUIRE(std::holds_alternative<steering>(read));
        auto const sent = boost::json::parse(std::get<steering>(read).body);
        BOOST_TEST((sent.at("who") == "ann, by muster web"), body);
    }
    auto const read = std::get<steering>(read_steering(R"({"why":"a\u001bb","requestsPerSecond":2.5})", "x"));
    BOOST_TEST(read.why == "a?b");
    BOOST_TEST((boost::json::parse(read.body).at("requestsPerSecond") == 2.5));
    for (std::string const bad : {"[]", "{", "1", "{} x", "\xff"})
        BOOST_TEST(std::holds_alternative<refusal>(read_steering(bad, "x")), bad);
}

BOOST_AUTO_TEST_CASE(parameters_become_options) {
    auto const read =
        read_settings(R"({"set":{"country":"Ger many","n":3,"yes":true,"-x":"--y=z"},"why":"w"})");
    BOOST_TEST_REQUIRE(std::holds_alternative<std::vector<std::string>>(read));
    std::vector<std::string> const expected{"--set=country=Ger many", "--set=n=3", "--set=yes=true",
                                            "--set=-x=--y=z"};
    BOOST_TEST(std::get<std::vector<std::string>>(read) == expected, boost::test_tools::per_element());
    BOOST_TEST(std::get<std::vector<std::string>>(read_settings("")).empty());
    for (std::string const bad :
         {"[]", R"({"set":[]})", R"({"set":{"a":null}})", R"({"set":{"a":{}}})", R"({"set":{"a=b":"c"}})",
          R"({"set":{"":"c"}})", R"({"set":{"a":"\u0000"}})"})
        BOOST_TEST(std::holds_alternative<refusal>(read_settings(bad)), bad);
}

BOOST_AUTO_TEST_CASE(a_reason_is_shown_as_text) {
    BOOST_TEST(why_of(R"({"why":"lunch"})") == "lunch");
    BOOST_TEST(why_of(R"({"why":1})").empty());
    BOOST_TEST(why_of("x").empty());
    BOOST_TEST((why_of(R"({"why":"sk_live_0123456789abcdef"})").find("0123") == std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::web
