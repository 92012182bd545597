#include "core/redact.hpp"
#include "provider/memberstack/platform.hpp"
#include "provider/memberstack/replies.hpp"
#include "support.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::provider::memberstack {

BOOST_AUTO_TEST_SUITE(memberstack_replies_to_a_change)

namespace {

using tests::is;

using certainty = core::rejected::certainty;
using cause = core::refused::cause;

core::verdict judged(unsigned status, std::string body, std::string location = {},
                     core::change c = core::add_plan{"pln_a"}) {
    http::reply r;
    r.status = status;
    r.body = std::move(body);
    r.location = std::move(location);
    std::vector<assignment> const unit{{"mem_1", std::move(c)}};
    return tests::sole(platform().judge(unit, r));
}

core::rejected rejection(unsigned status, std::string body) {
    auto const v = judged(status, std::move(body));
    BOOST_REQUIRE(is<core::rejected>(v));
    return std::get<core::rejected>(v);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_success_is_done) {
    for (auto const* const body :
         {"OK", "", "\"OK\"", "{}", R"({"data":{"id":"mem_1"}})", R"({"error":null})",
          R"({"code":"fine","message":"a success may say so"})"})
        for (unsigned const status : {200U, 201U, 204U}) BOOST_TEST(is<core::done>(judged(status, body)));
}

BOOST_AUTO_TEST_CASE(an_update_that_shows_no_member_is_not_believed) {
    core::update_fields const update{{{"verified", true}}, false};
    for (auto const* const body : {"", "OK", "{}", R"({"data":null})", R"({"data":{}})"})
        for (unsigned const status : {200U, 204U}) {
            auto const v = judged(status, body, {}, update);
            BOOST_REQUIRE(is<core::transient>(v));
            BOOST_TEST(std::get<core::transient>(v).well); // nothing is wrong with the platform
        }
    BOOST_TEST(is<core::done>(judged(200, R"({"data":{"id":"mem_1"}})", {}, update)));
    BOOST_TEST(is<core::done>(judged(204, "", {}, core::delete_member())));
    BOOST_TEST(!std::get<core::transient>(judged(200, "<html></html>", {}, update)).well);
}

BOOST_AUTO_TEST_CASE(a_success_that_is_no_json_is_in_doubt) {
    for (auto const* const body : {"<html></html>", "{\"data\":", "NOT OK"})
        BOOST_TEST(is<core::transient>(judged(200, body)));
}

BOOST_AUTO_TEST_CASE(an_error_in_a_success_is_an_error) {
    for (auto const* const body : {R"({"error":"bad thing"})", R"({"error":"","message":"bad thing"})",
                                   R"({"error":{"message":"bad thing"}})"}) {
        auto const r = rejection(200, body);
        BOOST_TEST(r.code == "http-200");
        BOOST_TEST(r.message == "bad thing");
        BOOST_TEST((r.how == certainty::perhaps_done)); // a look tells
    }
    for (auto const* const body : {R"({"data":{"id":"mem_1"},"errors":[{"code":"c","message":"bad thing"}]})",
                                   R"({"code":"c","errors":["bad thing","more"]})",
                                   R"({"code":"c","message":"bad thing","errors":{"country":["x"]}})"}) {
        auto const r = rejection(200, body);
        BOOST_TEST(r.code == "c");
        BOOST_TEST(r.message == "bad thing");
        BOOST_TEST((r.how == certainty::perhaps_done));
    }
    for (auto const* const body : {R"({"errors":[]})", R"({"errors":null})", R"({"errors":{}})"})
        BOOST_TEST(is<core::done>(judged(200, body)));
    BOOST_TEST(rejection(400, R"({"errors":[{"message":"bad thing"}]})").message == "bad thing");
    BOOST_TEST(rejection(200, R"({"error":{"code":"c","message":"m"}})").code == "c");
    BOOST_TEST(rejection(200, R"({"code":"c","error":"m"})").code == "c");
    BOOST_TEST(rejection(200, R"({"error":true})").code == "http-200");
}

BOOST_AUTO_TEST_CASE(a_plan_that_the_member_has_is_already_so) {
    for (auto const* const body :
         {R"({"code":"already-have-plan","message":"m"})", R"({"error":{"code":"already-have-plan"}})",
          R"({"code":"validation/already-have-plan","message":"m"})",
          R"({"code":"already-have-plan","error":"m"})"}) {
        BOOST_TEST(is<core::already>(judged(400, body)));
        BOOST_TEST(is<core::already>(judged(409, body)));
    }
}

BOOST_AUTO_TEST_CASE(a_plan_that_does_not_exist_stops_the_whole_job) {
    for (auto const* const code : {"plan-not-found", "plan_not_found", "plan-does-not-exist",
                                   "invalid-plan-id", "validation/plan-not-found"})
        for (unsigned const status : {400U, 404U}) {
            auto const v =
                judged(status, std::string(R"({"code":")") + code + R"(","message":"No such plan"})");
            BOOST_REQUIRE(is<core::refused>(v));
            auto const& r = std::get<core::refused>(v);
            BOOST_TEST((r.what == core::refused::cause::operation));
            BOOST_TEST(r.message == std::string("No such plan (") + code + ")");
        }
}

BOOST_AUTO_TEST_CASE(a_member_that_does_not_exist_is_gone) {
    for (auto const* const body :
         {R"({"code":"member-not-found","message":"x"})", R"({"message":"Member not found"})",
          R"({"error":"no such member"})", R"({"error":{"message":"Member missing"}})"})
        BOOST_TEST(is<core::gone>(judged(404, body)));
}

BOOST_AUTO_TEST_CASE(a_general_error_may_be_about_a_member_that_does_not_exist) {
    for (unsigned const status : {400U, 404U, 410U})
        for (std::string const code : {"generic-message", "validation/generic-message", "GENERIC_MESSAGE",
                                       "unknown-error", "bad-request", ""}) {
            auto const r = rejection(status, R"({"code":")" + code + R"(","message":"It did not work"})");
            BOOST_TEST((r.how == certainty::perhaps_gone), status << " " << code);
            BOOST_TEST(r.code == (code.empty() ? "http-" + std::to_string(status) : code)); // as sent
        }
    for (auto const* const code : {"validation/invalid-member-id", "member-not-found"}) // but not with 404
        BOOST_TEST(
            (rejection(400, std::string(R"({"code":")") + code + "\"}").how == certainty::perhaps_gone));
    for (auto const* const code : {"email-already-in-use", "validation/bad-field", "plan-not-free"})
        BOOST_TEST((rejection(400, std::string(R"({"code":")") + code + "\"}").how == certainty::sure), code);
    for (unsigned const status : {402U, 409U, 422U})
        BOOST_TEST((rejection(status, R"({"code":"generic-message"})").how == certainty::sure));
    BOOST_TEST((rejection(400, "<html>Bad Request</html>").how == certainty::sure)); // not the API's word
}

BOOST_AUTO_TEST_CASE(another_404_says_nothing_of_the_member) {
    BOOST_TEST(rejection(404, "<html>Not Found</html>").code == "http-404");
    BOOST_TEST(rejection(404, "").code == "http-404");
    BOOST_TEST(rejection(404, R"({"message":"route not found"})").code == "http-404");
    BOOST_TEST(rejection(404, "[]").code == "http-404");
}

BOOST_AUTO_TEST_CASE(a_client_error_is_a_rejection_with_the_platforms_words) {
    for (unsigned const status : {400U, 402U, 409U, 413U, 422U}) {
        auto const r = rejection(status, R"({"code":"bad-field","message":"country is too long"})");
        BOOST_TEST(r.code == "bad-field");
        BOOST_TEST(r.message == "country is too long");
        BOOST_TEST(rejection(status, "plain words").message == "plain words");
        BOOST_TEST(rejection(status, R"({"code":7,"message":[]})").code == "http-" + std::to_string(status));
    }
}

BOOST_AUTO_TEST_CASE(a_refused_key_says_why) {
    auto const v = judged(401, R"({"code":"invalid-key","message":"Invalid API key"})");
    auto const& r = std::get<core::refused>(v);
    BOOST_TEST((r.what == cause::credentials));
    BOOST_TEST(r.message == "HTTP 401: Invalid API key");
    BOOST_TEST(std::get<core::refused>(judged(401, "")).message == "HTTP 401");
}

BOOST_AUTO_TEST_CASE(a_malformed_or_missing_key_is_refused_whatever_the_status) {
    for (auto const* const code :
         {"validation/invalid-secret-key", "invalid-secret-key", "INVALID_SECRET_KEY", "missing-secret-key"})
        for (unsigned const status : {400U, 401U, 403U, 422U}) {
            auto const v =
                judged(status, std::string(R"({"code":")") + code + R"(","message":"No such key"})");
            BOOST_REQUIRE(is<core::refused>(v));
            auto const& r = std::get<core::refused>(v);
            BOOST_TEST((r.what == cause::credentials));
            BOOST_TEST(r.message == "HTTP " + std::to_string(status) + ": No such key");
            BOOST_TEST(r.code == code);
        }
}

BOOST_AUTO_TEST_CASE(what_is_forbidden_may_be_so_for_this_member_alone) {
    auto const v = judged(403, R"({"code":"validation/forbidden","message":"Not this one"})");
    auto const& r = std::get<core::refused>(v);
    BOOST_TEST((r.what == cause::permission));
    BOOST_TEST(r.message == "HTTP 403: Not this one");
    BOOST_TEST(r.code == "validation/forbidden");
    BOOST_TEST(std::get<core::refused>(judged(403, "<html></html>")).code == "http-403");
}

BOOST_AUTO_TEST_CASE(throttles_and_outages_are_told_by_the_status_alone) {
    for (auto const* const body :
         {"", "OK", R"({"code":"already-have-plan"})", R"({"error":"member not found"})"}) {
        BOOST_TEST(is<core::throttled>(judged(429, body)));
        for (unsigned const status : {408U, 500U, 502U, 503U, 504U, 520U})
            BOOST_TEST(is<core::transient>(judged(status, body)));
    }
}

BOOST_AUTO_TEST_CASE(a_redirect_concerns_all_members_and_names_its_goal) {
    auto const v = judged(301, "", "https://new.example/members");
    auto const& r = std::get<core::refused>(v);
    BOOST_TEST((r.what == core::refused::cause::address));
    BOOST_TEST(r.message.find("https://new.example/members") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_platforms_words_are_cut_printable_and_without_the_key) {
    core::register_secret("a-secret-of-this-test");
    BOOST_TEST(rejection(400, std::string(5000, 'x')).message.size() == 300U);
    BOOST_TEST(rejection(400, "\x1b[31mred\x07").message == "?[31mred?");
    // However the key lies across the cut, no part of it shows.
    for (std::size_t before = 270; before < 310; ++before) {
        auto const r = rejection(400, std::string(before, 'x') + "a-secret-of-this-test and more");
        BOOST_TEST(r.message.find("a-sec") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_body_that_nests_too_deeply_is_in_doubt_or_quoted_in_part) {
    auto const deep = std::string(100'000, '[') + std::string(100'000, ']');
    BOOST_TEST(is<core::transient>(judged(200, deep))); // in doubt: the member is read back
    BOOST_TEST(rejection(400, deep).message.size() == 300U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::memberstack
