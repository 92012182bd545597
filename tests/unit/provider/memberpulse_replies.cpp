#include "provider/memberpulse/replies.hpp"
#include "support.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::provider::memberpulse {

using muster::provider::tests::reply;

BOOST_AUTO_TEST_SUITE(provider_memberpulse_replies)

namespace {

std::string said_of(unsigned status, std::string body) {
    auto const verdict = judge_status(reply(status, std::move(body)));
    if (!verdict) return "success";
    if (std::holds_alternative<core::gone>(*verdict)) return "gone";
    auto const* const r = std::get_if<core::rejected>(&*verdict);
    return r != nullptr ? r->code + ": " + r->message : "something else";
}

} // namespace

BOOST_AUTO_TEST_CASE(a_problem_gives_code_and_message) {
    // The reference document's example.
    auto const documented = R"({"type":"https://api.memberpulse.com/errors/validation-error",
        "title":"Validation Failed","status":400,"detail":"One or more fields failed validation"})";
    BOOST_TEST(said_of(400, documented) == "validation-error: One or more fields failed validation");
    BOOST_TEST(said_of(422, documented) == "validation-error: One or more fields failed validation");
    BOOST_TEST(said_of(400, R"({"type":"about:blank","title":"Bad Request"})") == "http-400: Bad Request");
    BOOST_TEST(said_of(400, R"({"type":"/errors/400","title":"x"})") == "http-400: x");
    BOOST_TEST(said_of(400, R"({"type":"https://x/errors/","title":"x"})") == "http-400: x");
    BOOST_TEST(said_of(400, R"({"type":"https://x/errors/a b","title":"x"})") == "http-400: x");
    BOOST_TEST(said_of(400, R"({"hydra:title":"An error occurred","hydra:description":"bad"})")
               == "http-400: bad");
}

BOOST_AUTO_TEST_CASE(violations_are_told_once) {
    BOOST_TEST(said_of(422, R"({"type":"/errors/validation-error","detail":"Failed",
        "violations":[{"propertyPath":"email","message":"is taken"},{"message":"too many"},7]})")
               == "validation-error: Failed: email: is taken; too many");
    BOOST_TEST(said_of(422, R"({"type":"/errors/validation-error","detail":"email: is taken",
        "violations":[{"propertyPath":"email","message":"is taken"}]})")
               == "validation-error: email: is taken");
    BOOST_TEST(said_of(422, R"({"violations":[{"propertyPath":"a","message":"b"}],"type":"x"})")
               == "http-422: a: b");
}

BOOST_AUTO_TEST_CASE(a_missing_record_is_gone_if_the_api_says_so) {
    BOOST_TEST(said_of(404, R"({"type":"https://x/errors/not-found","title":"Not Found","status":404})")
               == "gone");
    BOOST_TEST(said_of(410, R"({"title":"Gone"})") == "gone");
    BOOST_TEST(said_of(404, "<html>nginx</html>").starts_with("http-404: "));
    BOOST_TEST(said_of(404, "").starts_with("http-404: "));
    BOOST_TEST(said_of(404, "{}").starts_with("http-404: "));
}

BOOST_AUTO_TEST_CASE(a_refused_key_stops_the_job_with_the_platforms_words) {
    auto const v = judge_status(reply(401, R"({"type":"/errors/unauthorized","detail":"Invalid API key"})"));
    BOOST_TEST(std::get<core::refused>(*v).message == "HTTP 401: Invalid API key");
}

BOOST_AUTO_TEST_CASE(an_error_that_was_cut_short_may_have_been_any) {
    BOOST_TEST(said_of(400, R"({"type":"https://x/err)") == "something else");
}

BOOST_AUTO_TEST_CASE(what_the_platform_says_is_redacted_and_short) {
    auto const v = judge_status(reply(400, R"({"title":")" + std::string(5000, 'x') + "\"}"));
    BOOST_TEST(std::get<core::rejected>(*v).message.size() <= 300U);
}

BOOST_AUTO_TEST_CASE(a_conflict_says_that_the_record_has_changed_unless_a_field_is_to_blame) {
    for (auto const status : {409U, 412U}) {
        auto const told = judge_outdated(reply(status, R"({"title":"Conflict","detail":"version 7"})"));
        BOOST_REQUIRE(told.has_value());
        BOOST_TEST((told->how == core::rejected::certainty::outdated));
        BOOST_TEST(told->code == "http-" + std::to_string(status));
        BOOST_TEST(told->message == "version 7");
        auto const mute = judge_outdated(reply(status, ""));
        BOOST_REQUIRE(mute.has_value());
        BOOST_TEST(mute->message == "the record has changed since it was read");
        BOOST_TEST(!judge_outdated(reply(status, R"({"title":"Conflict","violations":[{"propertyPath":"email",
            "message":"is taken"}]})")));
    }
    BOOST_TEST(!judge_outdated(reply(400, R"({"title":"Conflict"})")));
    BOOST_TEST(!judge_outdated(reply(200, "{}")));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::memberpulse
