#include "cli/webhook_views.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::cli {

BOOST_AUTO_TEST_SUITE(cli_webhook_views)

namespace {

provider::webhook made(std::string id, std::optional<bool> active = std::nullopt) {
    return {std::move(id), "https://a.example/hook", {"member.created", "member.updated"}, active, "whsec_x"};
}

} // namespace

BOOST_AUTO_TEST_CASE(a_terminal_gets_a_header_and_lines_that_fit) {
    std::vector<provider::webhook> const all{made("w-1", true), made("w-22", false)};
    BOOST_TEST(as_list(all, std::nullopt)
               == "w-1   yes  member.created,member.updated  https://a.example/hook\n"
                  "w-22  no   member.created,member.updated  https://a.example/hook\n");
    BOOST_TEST(as_list(all, 50)
               == "WEBHOOK  ACTIVE  EVENTS                         U…\n"
                  "w-1      yes     member.created,member.updated  h…\n"
                  "w-22     no      member.created,member.updated  h…\n");
}

BOOST_AUTO_TEST_CASE(what_the_platform_does_not_tell_has_no_column) {
    BOOST_TEST(as_list({made("w-1")}, 80)
               == "WEBHOOK  EVENTS                         URL\n"
                  "w-1      member.created,member.updated  https://a.example/hook\n");
    BOOST_TEST(!as_json(made("w-1")).contains("active"));
}

BOOST_AUTO_TEST_CASE(as_a_table_of_csv) {
    auto odd = made("w,\"1");
    odd.url = "https://a.example/\x1b[2J";
    BOOST_TEST(as_csv({odd})
               == "webhook,active,events,url\n"
                  "\"w,\"\"1\",,member.created member.updated,https://a.example/?[2J\n");
}

BOOST_AUTO_TEST_CASE(no_form_holds_its_secret) {
    auto const one = made("w-1", true);
    for (auto const& text : {as_list({one}, 200), as_csv({one}), boost::json::serialize(as_json(one)),
                             as_table(one, false), address_and_events(one)}) {
        BOOST_TEST(text.find("whsec_x") == std::string::npos, text);
        BOOST_TEST(text.find("a.example") != std::string::npos, text);
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_left_out_of_a_sentence) {
    provider::webhook const bare{"w-1", {}, {}, {}, {}};
    BOOST_TEST(address_and_events(bare) == "");
    BOOST_TEST(address_and_events(made("w-1")) == "https://a.example/hook (member.created, member.updated)");
}

BOOST_AUTO_TEST_CASE(events_that_are_not_documented_are_told) {
    auto one = made("w-1");
    BOOST_TEST(doubts_about_events(one, {"member.created", "member.updated"}).empty());
    one.events = {"member.create", "order.paid", "member.updated"};
    auto const told = doubts_about_events(one, {"member.created", "member.updated"});
    BOOST_REQUIRE(told.size() == 2U);
    BOOST_TEST(told[0].ends_with("did you mean member.created?"));
    BOOST_TEST(
        told[1].starts_with("\"order.paid\" is no event that the platform documents (member.created, "));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::cli
