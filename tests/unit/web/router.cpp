#include "web/router.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

namespace muster::web {

BOOST_AUTO_TEST_SUITE(web_router)

namespace {

using kind = route::kind;

route found(std::string_view method, std::string_view target) {
    auto const r = read_route(method, target);
    BOOST_TEST_REQUIRE(std::holds_alternative<route>(r), method << " " << target);
    return std::get<route>(r);
}

unsigned refused(std::string_view method, std::string_view target) {
    auto const r = read_route(method, target);
    auto const* const bad = std::get_if<refusal>(&r);
    return bad == nullptr ? 0 : bad->status;
}

} // namespace

BOOST_AUTO_TEST_CASE(each_view_is_found) {
    BOOST_TEST((found("GET", "/").subject == "index.html"));
    BOOST_TEST((found("GET", "/vendor/preact.mjs?v=1").subject == "vendor/preact.mjs"));
    BOOST_TEST((found("GET", "/login?token=a%20b").query.at("token") == "a b"));
    BOOST_TEST((found("GET", "/login").what == kind::login));
    std::vector<std::pair<std::string, kind>> const plain{{"session", kind::session},
                                                          {"jobs", kind::jobs},
                                                          {"events", kind::events},
                                                          {"schedule", kind::schedule},
                                                          {"specs", kind::specs}};
    for (auto const& [name, what] : plain) BOOST_TEST((found("GET", "/api/" + name).what == what), name);
    std::vector<std::pair<std::string, kind>> const of_job{{"", kind::job},
                                                           {"/events", kind::job_events},
                                                           {"/failures", kind::failures},
                                                           {"/results", kind::results},
                                                           {"/acts", kind::acts},
                                                           {"/undo-plan", kind::undo_plan},
                                                           {"/retry-plan", kind::retry_plan},
                                                           {"/verify", kind::verify}};
    for (auto const& [name, what] : of_job) {
        auto const r = found("GET", "/api/jobs/a-b.c_1" + name);
        BOOST_TEST((r.what == what), name);
        BOOST_TEST(r.subject == "a-b.c_1");
        BOOST_TEST(refused("POST", "/api/jobs/a" + name) == 405U, name);
    }
    BOOST_TEST((found("GET", "/api/jobs/events").subject == "events")); // a job may be called anything
    BOOST_TEST((found("GET", "/api/members/a%40b.c%2Fd").subject == "a@b.c/d"));
}

BOOST_AUTO_TEST_CASE(each_act_is_found) {
    for (std::string const act : {"pause", "continue", "rate", "stop"}) {
        auto const r = found("POST", "/api/jobs/j/" + act);
        BOOST_TEST((r.what == kind::steer));
        BOOST_TEST(r.act == act);
        BOOST_TEST(refused("GET", "/api/jobs/j/" + act) == 405U);
    }
    for (auto const& [act, what] : {std::pair<std::string, kind>{"resume", kind::resume},
                                    {"retry", kind::retry},
                                    {"undo", kind::undo}}) {
        auto const r = found("POST", "/api/jobs/j/" + act);
        BOOST_TEST((r.what == what));
        BOOST_TEST(r.act == act);
    }
    BOOST_TEST(found("GET", "/api/jobs/j/verify").act.empty()); // it shows something
    BOOST_TEST((found("POST", "/api/specs/my%20spec/plan").subject == "my spec"));
    BOOST_TEST((found("POST", "/api/plans/p-1/start").what == kind::start));
}

BOOST_AUTO_TEST_CASE(a_query_is_read) {
    auto const q =
        found("GET", "/api/jobs/j/results?outcome=failed&code=a%26b&limit=5&limit=6&empty&=x&sp=a+b").query;
    BOOST_TEST(q.at("outcome") == "failed");
    BOOST_TEST(q.at("code") == "a&b");
    BOOST_TEST(q.at("limit") == "5");
    BOOST_TEST(q.at("empty").empty());
    BOOST_TEST(q.at("sp") == "a b");
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_refused) {
    for (std::string const target :
         {"/api/jobs/..", "/api/jobs/.hidden", "/api/jobs/-x", "/api/jobs/a%2Fb", "/api/jobs/%2e%2e/events",
          "/api/x", "/api/jobs/", "/api/jobs/a/b", "/api/jobs/a/events/", "/api/plans/..%2f..%2fx/start",
          "/api/", "/api/members/", "", "api/jobs", "*"})
        BOOST_TEST((refused("GET", target) == 404U || refused("POST", target) == 404U), target);
    for (std::string const target : {"/a%", "/a%4", "/a%zz", "/%00", "/api/jobs?x=%", "/api/jobs?%00=1"})
        BOOST_TEST(refused("GET", target) == 400U, target);
    for (std::string const method : {"POST", "HEAD", "PUT", "get", ""}) {
        BOOST_TEST(refused(method, "/") == 405U);
        BOOST_TEST(refused(method, "/login?token=x") == 405U);
    }
    BOOST_TEST(refused("GET", "/api/members/" + std::string(longest_subject + 1, 'a')) == 404U);
    BOOST_TEST(refused("GET", "/api/members/" + std::string(longest_subject, 'a')) == 0U);
}

BOOST_AUTO_TEST_CASE(any_bytes_are_read_and_no_id_is_let_through_that_is_none) {
    std::mt19937 random(1); // NOLINT: the same each time
    std::vector<std::string> const words{
        "/", "api", "jobs", "specs", "plans", "members", "events", "plan", "start", "%2", "%2f", "..",
        "?", "&",   "=",    "-a",    "a",     "\xff",    "\n",     "%00",  "pause", "%",  "+",   "login"};
    int routes = 0;
    for (int i = 0; i < 50'000; ++i) {
        std::string target = "/";
        for (auto n = random() % 9; n > 0; --n)
            target += words[random() % words.size()] + (random() % 2 ? "/" : "");
        if (target.ends_with('/') && random() % 2) target.pop_back();
        auto const r = read_route(random() % 2 ? "GET" : "POST", target);
        auto const* const found = std::get_if<route>(&r);
        if (found == nullptr) {
            BOOST_TEST(std::get<refusal>(r).status >= 400U);
            continue;
        }
        ++routes;
        BOOST_TEST((found->subject.find('\0') == std::string::npos));
        bool const job = found->what >= kind::job && found->what <= kind::undo;
        if (job || found->what == kind::start) {
            BOOST_TEST((found->subject.find('/') == std::string::npos), target);
            BOOST_TEST((!found->subject.empty() && found->subject[0] != '-' && found->subject[0] != '.'),
                       target);
        }
    }
    BOOST_TEST(routes > 1000);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::web
