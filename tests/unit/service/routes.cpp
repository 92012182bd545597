#include "service/routes.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::service {

BOOST_AUTO_TEST_SUITE(service_routes)

namespace {

using journal::act;
using journal::job_steered;

unsigned refused(std::string_view method, std::string_view target, std::string_view body = {}) {
    auto const wanted = read_wish(method, target, body);
    auto const* const bad = std::get_if<bad_request>(&wanted);
    return bad == nullptr ? 0 : bad->status;
}

job_steered steered(std::string_view target, std::string_view body = {}) {
    auto const wanted = read_wish("POST", target, body);
    BOOST_TEST_REQUIRE(std::holds_alternative<job_steered>(wanted));
    return std::get<job_steered>(wanted);
}

} // namespace

BOOST_AUTO_TEST_CASE(each_route_is_read) {
    BOOST_TEST(std::holds_alternative<status_wanted>(read_wish("GET", "/status", "")));
    BOOST_TEST(std::holds_alternative<events_wanted>(read_wish("GET", "/events?x=1", "")));
    BOOST_TEST((steered("/pause", R"({"why":"lunch"})").why == "lunch"));
    BOOST_TEST((steered("/continue").what == act::go_on));
    BOOST_TEST((steered("/stop", "{}").what == act::stop));
    BOOST_TEST(steered("/rate", R"({"requestsPerSecond":2.5,"why":"slow"})").rate.value() == 2.5);
    BOOST_TEST(!steered("/rate", R"({"requestsPerSecond":null})").rate);
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_refused) {
    BOOST_TEST(refused("GET", "/") == 404U);
    BOOST_TEST(refused("GET", "") == 404U);
    BOOST_TEST(refused("POST", "pause") == 404U);
    BOOST_TEST(refused("GET", "/pause") == 405U);
    BOOST_TEST(refused("POST", "/status") == 405U);
    BOOST_TEST(refused("POST", "/pause", "[]") == 400U);
    BOOST_TEST(refused("POST", "/pause", "{") == 400U);
    BOOST_TEST(refused("POST", "/pause", R"({"why":1})") == 400U);
    BOOST_TEST(refused("POST", "/pause", R"({"requestsPerSecond":1})") == 400U);
    BOOST_TEST(refused("POST", "/pause", R"({"why":")" + std::string(longest_reason + 1, 'x') + R"("})")
               == 400U);
    for (std::string const rate : {"0", "-1", "1e99", "\"5\"", "0.0001", "[]"})
        BOOST_TEST(refused("POST", "/rate", R"({"requestsPerSecond":)" + rate + "}") == 400U, rate);
    BOOST_TEST(refused("POST", "/rate", "{}") == 400U);
}

BOOST_AUTO_TEST_CASE(whom_somebody_acts_for_is_read) {
    BOOST_TEST(steered("/pause").who.empty());
    BOOST_TEST(steered("/pause", R"({"who":"ann, by muster web","why":"x"})").who == "ann, by muster web");
    BOOST_TEST(steered("/stop", R"({"who":"a\u001b[2J"})").who == "a?[2J");
    BOOST_TEST(refused("POST", "/stop", R"({"who":1})") == 400U);
    BOOST_TEST(refused("POST", "/stop", R"({"who":")" + std::string(longest_who + 1, 'x') + R"("})") == 400U);
}

BOOST_AUTO_TEST_CASE(a_reason_can_neither_drive_a_terminal_nor_show_a_key) {
    BOOST_TEST(steered("/stop", R"({"why":"a\u001b[2Jb"})").why == "a?[2Jb");
    BOOST_TEST(steered("/stop", R"({"why":"sk_live_0123456789abcdef"})").why.find("0123")
               == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::service
