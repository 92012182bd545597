#include "sandbox/gateway.hpp"

#include "desk.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(sandbox_gateway)

using namespace muster::sandbox;
using namespace muster::sandbox::tests;
using muster::sandbox::memberstack::member_id;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

std::string const id = member_id(1, 5);
std::string const add = "/members/" + id + "/add-plan";
std::string const body = R"({"planId":"pln_new"})";

settings with(std::string const& fault) {
    auto s = desk::unlimited();
    s.faults = read_fault_plan(R"({"rules":[{"match":{"method":"POST","times":1},"fault":)" + fault + "}]}");
    return s;
}

} // namespace

BOOST_AUTO_TEST_CASE(only_the_right_key_is_accepted) {
    desk d;
    BOOST_TEST(d.send("GET", "/members", "", "sk_sb_anything").status == 200U);
    for (std::string const key : {"sk_live_x", "sk_x", "", "nonsense", "sk_"}) {
        auto const r = d.send("GET", "/members", "", key);
        bool const well_formed = key.starts_with("sk_") && key != "sk_";
        BOOST_TEST(r.status == (well_formed ? 401U : 400U), key);
        BOOST_TEST(code_of(r) == "validation/invalid-secret-key");
    }
    auto s = desk::unlimited();
    s.key = "sk_live_mine";
    desk strict(s);
    BOOST_TEST(strict.send("GET", "/members", "", "sk_live_mine").status == 200U);
    BOOST_TEST(strict.send("GET", "/members", "", "sk_sb_anything").status == 401U);
    BOOST_TEST(strict.send("GET", "/members", "", "").status == 400U);
}

BOOST_AUTO_TEST_CASE(a_refused_key_changes_nothing) {
    desk d;
    for (std::string const key : {"", "sk_other"})
        BOOST_TEST(d.send("DELETE", "/members/" + id, "", key).status >= 400U);
    BOOST_TEST(d.send("GET", "/__members/" + id).status == 200U);
}

BOOST_AUTO_TEST_CASE(over_the_limit_is_429_without_effect) {
    auto s = desk::unlimited();
    s.requests_per_second = 2;
    desk d(s);
    d.send("GET", "/members");
    d.send("GET", "/members");
    auto const r = d.send("DELETE", "/members/" + id);
    BOOST_TEST(r.status == 429U);
    BOOST_TEST(code_of(r) == "too-many-requests");
    BOOST_TEST(r.retry_after.empty());
    BOOST_TEST(d.effect(id, "delete") == 0);
    d.now += 1s;
    BOOST_TEST(d.send("DELETE", "/members/" + id).status == 200U);
    BOOST_TEST(d.ledger().at("maxInWindow") == json::value(2));
    BOOST_TEST(d.ledger().at("throttled") == json::value(1));
}

BOOST_AUTO_TEST_CASE(each_reply_tells_what_is_left_of_the_limit) {
    auto s = desk::unlimited();
    s.requests_per_second = 2;
    desk d(s);
    auto const told = [](std::string const& left) {
        return "ratelimit-limit: 2\r\nratelimit-remaining: " + left + "\r\nratelimit-reset: 1\r\n";
    };
    BOOST_TEST(d.send("GET", "/members").more_fields == told("1"));
    BOOST_TEST(d.send("GET", "/members", "", "sk_other").more_fields == told("0"));
    BOOST_TEST(d.send("GET", "/members").more_fields == told("0")); // 429
    BOOST_TEST(d.send("GET", "/__ledger").more_fields == "");
    d.now += 1s;
    BOOST_TEST(d.send("GET", "/members").more_fields == told("1"));
    BOOST_TEST(desk().send("GET", "/members").more_fields == ""); // no limit
}

BOOST_AUTO_TEST_CASE(a_quota_holds_for_any_hour_and_refused_requests_use_up_none_of_it) {
    auto s = desk::unlimited();
    s.quota = 3;
    s.hour = 60s;
    s.retry_after = 5; // of the rate limit: how long the quota is used up is not told
    desk d(s);
    for (int i = 0; i < 3; ++i, d.now += 10s) BOOST_TEST(d.send("GET", "/members").status == 200U);
    for (int i = 0; i < 29; ++i, d.now += 1s) {
        auto const r = d.send("DELETE", "/members/" + id);
        BOOST_TEST(r.status == 429U);
        BOOST_TEST(r.retry_after.empty());
    }
    BOOST_TEST(d.effect(id, "delete") == 0);
    d.now += 1s; // 60 s after the first
    BOOST_TEST(d.send("DELETE", "/members/" + id).status == 200U);
    BOOST_TEST(d.send("GET", "/members").status == 429U);
    BOOST_TEST(d.ledger().at("maxInHour") == json::value(3));
    BOOST_TEST(d.ledger().at("throttled") == json::value(30));
    BOOST_TEST(!desk().ledger().as_object().contains("maxInHour"));
}

BOOST_AUTO_TEST_CASE(a_quota_and_a_limit_hold_together) {
    auto s = desk::unlimited();
    s.requests_per_second = 1;
    s.quota = 2;
    s.hour = 10s;
    desk d(s);
    BOOST_TEST(d.send("GET", "/members").status == 200U);
    BOOST_TEST(d.send("GET", "/members").status == 429U); // of the second, and so not of the hour
    d.now += 1s;
    BOOST_TEST(d.send("GET", "/members").status == 200U);
    d.now += 1s;
    BOOST_TEST(d.send("GET", "/members").status == 429U);
}

BOOST_AUTO_TEST_CASE(retry_after_is_sent_when_asked_for) {
    auto s = desk::unlimited();
    s.requests_per_second = 1;
    s.retry_after = 3;
    desk d(s);
    d.send("GET", "/members");
    BOOST_TEST(d.send("GET", "/members").retry_after == "3");
}

BOOST_AUTO_TEST_CASE(our_own_routes_need_no_key_and_count_nowhere) {
    auto s = desk::unlimited();
    s.requests_per_second = 1;
    desk d(s);
    for (int i = 0; i < 5; ++i) BOOST_TEST(d.send("GET", "/__ledger", "", "").status == 200U);
    BOOST_TEST(d.ledger().at("requests") == json::value(0));
    BOOST_TEST(d.send("GET", "/__nothing").status == 404U);
}

BOOST_AUTO_TEST_CASE(the_ledger_counts_by_path_and_status) {
    desk d;
    d.send("GET", "/members?limit=3");
    d.send("GET", "/members/" + id);
    d.send("GET", "/members/" + member_id(1, 6));
    d.send("PUT", "/members/" + id);
    d.send("GET", "/elsewhere");
    auto const all = d.ledger();
    BOOST_TEST(all.at("requests") == json::value(5));
    BOOST_TEST(all.at("byPath") == json::parse(R"({"GET /members":1,"GET /members/{id}":2,"unknown":2})"));
    BOOST_TEST(all.at("byStatus") == json::parse(R"({"200":3,"404":2})"));
}

BOOST_AUTO_TEST_CASE(unknown_routes_and_targets_that_are_no_url_are_404) {
    desk d;
    for (std::string const target : {"/", "", "/member", "/members/x/y/z", "/members/%zz", "members"})
        BOOST_TEST(d.send("GET", target).status == 404U);
    BOOST_TEST(d.send("POST", "/members/" + id).status == 404U);
}

BOOST_AUTO_TEST_CASE(reset_brings_members_ledger_and_faults_back) {
    desk d(with(R"({"kind":"status"})"));
    auto const before = d.read("/__members/" + id);
    BOOST_TEST(d.send("POST", add, body).status == 503U);
    BOOST_TEST(d.send("POST", add, body).status == 200U);
    BOOST_TEST((d.read("/__members/" + id) != before));
    BOOST_TEST(d.send("POST", "/__reset").status == 200U);
    BOOST_TEST(d.read("/__members/" + id) == before);
    BOOST_TEST(d.ledger().at("requests") == json::value(0));
    BOOST_TEST(d.send("POST", add, body).status == 503U);
}

BOOST_AUTO_TEST_CASE(faults_before_the_effect_leave_the_member_alone) {
    for (std::string const fault :
         {R"({"kind":"throttle"})", R"({"kind":"status"})", R"({"kind":"resetBefore"})",
          R"({"kind":"stall","afterEffect":false})", R"({"kind":"malformed","afterEffect":false})"}) {
        desk d(with(fault));
        d.send("POST", add, body);
        BOOST_TEST(d.effect(id, "addPlan:pln_new") == 0, fault);
        BOOST_TEST(d.send("POST", add, body).body == "OK");
    }
}

BOOST_AUTO_TEST_CASE(faults_after_the_effect_change_the_member) {
    for (std::string const fault :
         {R"({"kind":"statusAfter"})", R"({"kind":"resetAfter"})", R"({"kind":"stall"})",
          R"({"kind":"truncate"})", R"({"kind":"malformed"})", R"({"kind":"slow"})"}) {
        desk d(with(fault));
        d.send("POST", add, body);
        BOOST_TEST(d.effect(id, "addPlan:pln_new") == 1, fault);
        BOOST_TEST(code_of(d.send("POST", add, body)) == "already-have-plan");
    }
}

BOOST_AUTO_TEST_CASE(each_fault_shows_in_the_reply) {
    auto meet = [](std::string const& fault) {
        desk d(with(fault));
        return d.send("POST", add, body);
    };
    auto const throttled = meet(R"({"kind":"throttle","retryAfter":4})");
    BOOST_TEST(throttled.status == 429U);
    BOOST_TEST(throttled.retry_after == "4");
    auto const down = meet(R"({"kind":"status","status":502,"retryAfter":1})");
    BOOST_TEST(down.status == 502U);
    BOOST_TEST(down.retry_after == "1");
    BOOST_TEST((meet(R"({"kind":"resetBefore"})").how == delivery::reset));
    BOOST_TEST((meet(R"({"kind":"resetAfter"})").how == delivery::reset));
    BOOST_TEST((meet(R"({"kind":"stall"})").how == delivery::stall));
    auto const cut = meet(R"({"kind":"truncate"})");
    BOOST_TEST((cut.how == delivery::truncate));
    BOOST_TEST(cut.body == "OK");
    auto const garbled = meet(R"({"kind":"malformed"})");
    BOOST_TEST(garbled.status == 200U);
    BOOST_CHECK_THROW(json::parse(garbled.body), std::exception);
    auto const slow = meet(R"({"kind":"slow","delayMs":70})");
    BOOST_TEST((slow.delay == 70ms));
    BOOST_TEST(slow.body == "OK");
}

BOOST_AUTO_TEST_CASE(a_throttle_of_the_plan_uses_up_none_of_the_limit) {
    auto s = with(R"({"kind":"throttle"})");
    s.requests_per_second = 1;
    desk d(s);
    BOOST_TEST(d.send("POST", add, body).status == 429U);
    BOOST_TEST(d.send("POST", add, body).status == 200U);
}

BOOST_AUTO_TEST_CASE(latency_lies_around_its_mean_and_is_the_same_every_time) {
    auto s = desk::unlimited();
    s.latency = 80ms;
    s.latency_jitter = 20ms;
    desk one(s);
    desk two(s);
    muster::core::duration sum{};
    for (int i = 0; i < 1000; ++i) {
        auto const delay = one.send("GET", "/members/" + id).delay;
        BOOST_TEST((delay >= 60ms && delay <= 100ms));
        BOOST_TEST((delay == two.send("GET", "/members/" + id).delay));
        sum += delay;
    }
    BOOST_TEST((sum / 1000 > 78ms && sum / 1000 < 82ms));
    BOOST_TEST((desk().send("GET", "/members").delay == 0ms));
}

BOOST_AUTO_TEST_SUITE_END()
