#include "memberpulse_support.hpp"
#include "provider/webhooks.hpp"
#include "support.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::provider::memberpulse {

BOOST_AUTO_TEST_SUITE(provider_memberpulse_webhooks)

namespace {

using muster::provider::tests::is;
using muster::provider::tests::reply;
using tests::line_of;
using tests::made;

webhook_calls const& calls() {
    static auto const platform = made();
    return *platform.webhooks();
}

webhook wanted(std::string url = "https://your-app.com/webhook",
               std::vector<std::string> events = {"member.created", "member.updated"}) {
    return {{}, std::move(url), std::move(events), {}, {}};
}

webhook_page listed(std::string body) {
    return std::get<webhook_page>(calls().read_page(reply(200, std::move(body))));
}

core::verdict list_verdict(unsigned status, std::string body) {
    return std::get<core::verdict>(calls().read_page(reply(status, std::move(body))));
}

core::verdict add_verdict(unsigned status, std::string body) {
    return std::get<core::verdict>(calls().read_added(wanted(), reply(status, std::move(body))));
}

auto const problem_404 =
    R"({"type":"https://api.memberpulse.com/errors/not-found","title":"Not Found","status":404})";

} // namespace

BOOST_AUTO_TEST_CASE(each_call_has_its_request) {
    BOOST_TEST(line_of(calls().list(2)) == "GET /webhooks?page=2&itemsPerPage=100");
    BOOST_TEST(line_of(calls().add(wanted()))
               == "POST /webhooks "
                  R"({"url":"https://your-app.com/webhook","events":["member.created","member.updated"]})");
    BOOST_TEST(line_of(calls().remove("a/b?c")) == "DELETE /webhooks/a%2Fb%3Fc");
}

BOOST_AUTO_TEST_CASE(they_are_the_accounts_whatever_the_resource) {
    BOOST_TEST(line_of(made(R"({"resource": "events"})").webhooks()->list(1)) == line_of(calls().list(1)));
}

BOOST_AUTO_TEST_CASE(a_list_is_read_in_any_of_its_shapes) {
    std::string const all = R"([{"id":"w-1","url":"https://a","events":["member.created"]},)"
                            R"({"id":7,"url":"https://b","events":["x.y",3],"active":false}])";
    for (auto const& [body, total] :
         {std::pair(all, 0U), std::pair(R"({"data":)" + all + "}", 0U),
          std::pair(R"({"member":)" + all + R"(,"totalItems":2})", 2U),
          std::pair(R"({"hydra:member":)" + all + R"(,"hydra:totalItems":2})", 2U)}) {
        auto const page = listed(body);
        BOOST_TEST(page.total_count.value_or(0) == total);
        BOOST_REQUIRE(page.webhooks.size() == 2U);
        BOOST_TEST(page.webhooks[0].id == "w-1");
        BOOST_TEST(page.webhooks[0].url == "https://a");
        BOOST_TEST(page.webhooks[0].events == std::vector<std::string>{"member.created"});
        BOOST_TEST(!page.webhooks[0].active.has_value());
        BOOST_TEST(page.webhooks[1].id == "7");
        BOOST_TEST(page.webhooks[1].active.value() == false);
    }
    BOOST_TEST(listed("[]").webhooks.empty());
}

BOOST_AUTO_TEST_CASE(a_list_keeps_no_secret) {
    auto const page = listed(R"([{"id":"w-1","url":"https://a","events":[],"secret":"whsec_1"}])");
    BOOST_TEST(page.webhooks.front().secret == "");
}

BOOST_AUTO_TEST_CASE(a_list_that_makes_no_sense_is_none) {
    for (auto const* const body : {"<html>", "{}", R"({"data":3})", R"([{"url":"https://a"}])", "[3]", ""})
        BOOST_TEST(is<core::transient>(list_verdict(200, body)), body);
}

BOOST_AUTO_TEST_CASE(what_was_added_is_told_with_its_secret) {
    auto const told = calls().read_added(
        wanted(),
        reply(201, R"({"id":"w-1","url":"https://c","events":["a.b"],"enabled":true,"secret":"s"})"));
    auto const& w = std::get<webhook>(told);
    BOOST_TEST(w.id == "w-1");
    BOOST_TEST(w.url == "https://c");
    BOOST_TEST(w.events == std::vector<std::string>{"a.b"});
    BOOST_TEST(w.active.value());
    BOOST_TEST(w.secret == "s");
}

BOOST_AUTO_TEST_CASE(what_it_leaves_out_is_as_it_was_sent) {
    auto const told = calls().read_added(wanted(), reply(200, R"({"data":{"id":12}})"));
    auto const& w = std::get<webhook>(told);
    BOOST_TEST(w.id == "12");
    BOOST_TEST(w.url == wanted().url);
    BOOST_TEST(w.events == wanted().events);
}

BOOST_AUTO_TEST_CASE(whether_it_was_added_may_be_open) {
    for (auto const* const body : {"", "{}", "<html>", "[]"})
        BOOST_TEST(is<core::transient>(add_verdict(201, body)), body);
    BOOST_TEST(is<core::transient>(add_verdict(503, "")));
}

BOOST_AUTO_TEST_CASE(refusals_are_told_apart) {
    auto const invalid = add_verdict(
        400, R"({"type":"https://api.memberpulse.com/errors/validation-error","detail":"No such event"})");
    BOOST_TEST(std::get<core::rejected>(invalid).code == "validation-error");
    BOOST_TEST(std::get<core::rejected>(invalid).message == "No such event");
    using cause = core::refused::cause;
    BOOST_TEST((std::get<core::refused>(add_verdict(401, "{}")).what == cause::credentials));
    BOOST_TEST((std::get<core::refused>(list_verdict(403, "{}")).what == cause::permission));
    BOOST_TEST(is<core::throttled>(list_verdict(429, "")));
    // There the route is missing, and no webhook.
    BOOST_TEST(std::get<core::rejected>(list_verdict(404, problem_404)).code == "http-404");
    BOOST_TEST(std::get<core::rejected>(add_verdict(404, problem_404)).code == "http-404");
}

BOOST_AUTO_TEST_CASE(a_removal_is_done_or_there_was_none) {
    BOOST_TEST(is<core::done>(calls().read_removed(reply(204, ""))));
    BOOST_TEST(is<core::done>(calls().read_removed(reply(200, "{}"))));
    BOOST_TEST(is<core::gone>(calls().read_removed(reply(404, problem_404))));
    BOOST_TEST(is<core::rejected>(calls().read_removed(reply(404, "no route"))));
    BOOST_TEST(is<core::transient>(calls().read_removed(reply(200, "<html>"))));
    BOOST_TEST(is<core::transient>(calls().read_removed(reply(502, ""))));
}

BOOST_AUTO_TEST_CASE(an_address_is_looked_at_before_it_is_sent) {
    for (auto const* const good : {"https://a.example/hook?token=x%20y", "https://a.example:8443",
                                   "https://[2001:db8::1]/x", "https://user:word@a.example/"})
        BOOST_TEST(!calls().objection(wanted(good)).has_value(), good);
    for (auto const* const bad :
         {"", "a.example/hook", "http://a.example/s3cret", "https://", "https:///s3cret",
          "https://a.example/#s3cret", "https://a b/", "ftp://a.example"}) {
        auto const why = calls().objection(wanted(bad));
        BOOST_REQUIRE_MESSAGE(why.has_value(), bad);
        BOOST_TEST(why->find("s3cret") == std::string::npos, *why); // it may be a secret
    }
}

BOOST_AUTO_TEST_CASE(an_event_is_a_resource_and_what_happens_to_it) {
    auto const objection_to = [](std::string event) {
        return calls().objection(wanted("https://a.example", {"member.created", std::move(event)}));
    };
    for (auto const* const good : {"member.deleted", "course.lesson.done", "Order.Paid-Late_2"})
        BOOST_TEST(!objection_to(good).has_value(), good);
    for (auto const* const bad : {"", ".", "member", "member.", ".created", "member created", "a.b\n"})
        BOOST_TEST(objection_to(bad).has_value(), bad);
    BOOST_TEST(objection_to("membercreated").value_or("").ends_with("did you mean member.created?"));
    BOOST_TEST(calls().objection(wanted("https://a.example", {})).has_value());
    BOOST_TEST(calls().documented_events().size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::memberpulse
