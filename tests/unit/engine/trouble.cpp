#include "../printing.hpp"
#include "support.hpp"

BOOST_AUTO_TEST_SUITE(trouble)

using namespace muster;
using namespace muster::simulated;
using core::outcome;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {
constexpr auto only_pages = R"("removePlan": {"planId": "pln_gold"})"; // which nobody has

/// The platform forbids to change some members.
template <class Which>
model_transport::director forbidding(Which which) {
    return [which](http::request const& r) {
        treatment t;
        t.there = t.back = std::chrono::milliseconds(5);
        if (!is_change(r) || !which(r.target.substr(9, r.target.find('/', 9) - 9))) return t;
        t.what = treatment::kind::turned_away;
        t.alter = [](http::reply& said) {
            said.status = 403;
            said.body = R"({"code":"not-this-one","message":"Not this one"})";
        };
        return t;
    };
}
} // namespace

BOOST_AUTO_TEST_CASE(an_outage_of_40_minutes_fails_nobody_and_gets_less_than_a_request_each_10_s) {
    for (auto const* const operation : {add_plan, only_pages})
        for (bool const hard : {true, false}) {
            world w(operation == only_pages ? 3000 : 600, operation,
                    R"(, "retry": {"patience": "1h"}, "pace": {"pageSize": 10})");
            auto const expected = w.platform.matching();
            auto const since = [&] { return w.time.now() - virtual_time::start(); };
            auto const down = [&] { return since() > seconds(5) && since() < seconds(5) + minutes(40); };
            std::uint64_t tries = 0;
            w.unreachable = [&] {
                tries += hard && down() ? 1U : 0U;
                return hard && down();
            };
            w.direct = [&](http::request const&) {
                treatment t;
                if (!down()) return t;
                ++tries;
                t.what = treatment::kind::error_before;
                return t;
            };
            BOOST_TEST(w.run().complete);
            BOOST_TEST(count(w, outcome::failed) == 0U);
            check_all_is_well(w, expected);
            BOOST_TEST(tries > 0U);
            BOOST_TEST(tries < 240U);
            BOOST_TEST_MESSAGE(tries << " requests in an outage of 40 minutes, "
                                     << (hard ? "unreachable" : "503") << ", " << operation);
        }
}

BOOST_AUTO_TEST_CASE(an_outage_longer_than_the_patience_stops_the_job_resumable) {
    world w(200, add_plan, R"(, "retry": {"patience": "10m"})");
    auto const expected = w.platform.matching();
    w.unreachable = [&] { return w.time.now() - virtual_time::start() > seconds(2); };
    auto const stopped = w.run();
    BOOST_TEST(stopped.error == core::exit_status::stopped);
    BOOST_TEST(stopped.took > minutes(10));
    BOOST_TEST(stopped.took < minutes(11));
    BOOST_TEST(stopped.reason.find("10m") != std::string::npos, stopped.reason);
    BOOST_TEST(stopped.reason.find("resume the job once") != std::string::npos, stopped.reason);
    BOOST_TEST(count(w, outcome::failed) == 0U);
    w.unreachable = [] { return false; };
    BOOST_TEST(w.run().complete);
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(a_wrong_address_is_told_at_once) {
    world w(20, add_plan);
    w.unreachable = [] { return true; };
    auto const stopped = w.run();
    BOOST_TEST(stopped.error == core::exit_status::stopped);
    BOOST_TEST(stopped.took < seconds(10));
}

BOOST_AUTO_TEST_CASE(a_member_whose_change_always_breaks_fails_alone_after_its_attempts) {
    world w(60, add_plan);
    auto const expected = w.platform.matching();
    w.platform.cursed = {"mem_20"};
    BOOST_TEST(w.run().complete);
    auto const outcomes = w.outcomes();
    BOOST_TEST(outcomes.at("mem_20").front().outcome == outcome::failed);
    BOOST_TEST(outcomes.at("mem_20").front().code == "attempts-exhausted");
    BOOST_TEST(w.platform.ledger().at("mem_20").change_requests == 6U);
    BOOST_TEST(count(w, outcome::done) == expected.size() - 1);
}

BOOST_AUTO_TEST_CASE(a_refused_key_stops_the_job_and_nobody_is_failed) {
    world w(200, add_plan);
    auto const expected = w.platform.matching();
    w.at(seconds(2), [&](engine::run&) { w.platform.key_trouble = "revoked"; });
    auto const stopped = w.run();
    BOOST_TEST(stopped.error == core::exit_status::refused);
    BOOST_TEST(count(w, outcome::failed) == 0U);
    w.platform.key_trouble.clear();
    BOOST_TEST(w.run().complete);
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(a_malformed_key_stops_the_job_and_nobody_is_failed) {
    world w(200, add_plan);
    auto const expected = w.platform.matching();
    std::uint64_t sent = 0;
    w.direct = [&](http::request const& r) {
        treatment t;
        if (!is_change(r) || ++sent <= 20) return t;
        t.what = treatment::kind::turned_away;
        t.alter = [](http::reply& said) {
            said.status = 400;
            said.body = R"({"code":"validation/invalid-secret-key","message":"No such key"})";
        };
        return t;
    };
    BOOST_TEST(w.run().error == core::exit_status::refused);
    BOOST_TEST(count(w, outcome::failed) == 0U);
    w.direct = [](http::request const&) { return treatment(); };
    BOOST_TEST(w.run().complete);
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(a_member_that_is_forbidden_fails_alone_wherever_it_stands) {
    for (auto const* const victim : {"mem_20", "mem_200", "mem_600"}) // the first, one of them, the last
        for (auto const* const pace : {"", R"(, "pace": {"requestsPerSecond": 0, "concurrency": 1})"}) {
            world w(60, add_plan, pace);
            auto const expected = w.platform.matching();
            w.direct = forbidding([&](std::string const& id) { return id == victim; });
            auto const report = w.run();
            BOOST_TEST_INFO(victim << pace);
            BOOST_TEST(report.complete, report.reason);
            BOOST_TEST(count(w, outcome::done) == expected.size() - 1);
            auto const outcomes = w.outcomes();
            BOOST_TEST_REQUIRE(outcomes.contains(victim));
            auto const& one = outcomes.at(victim).front();
            BOOST_TEST(one.outcome == outcome::failed);
            BOOST_TEST(one.code == "not-this-one");
            BOOST_TEST(report.end.wire.requests == 1 + expected.size() + 1); // the list was asked once more
        }
}

BOOST_AUTO_TEST_CASE(many_that_are_forbidden_at_once_cost_one_look_and_stop_after_bounds_them) {
    world w(200, add_plan, R"(, "pace": {"requestsPerSecond": 0, "concurrency": 8})");
    w.direct = forbidding([](std::string const& id) { return std::stoi(id.substr(4)) > 1000; });
    auto const stopped = w.run();
    BOOST_TEST(stopped.stopped_for(engine::stop_reason::kind::failures));
    auto const failed = count(w, outcome::failed);
    BOOST_TEST(failed >= 10U);
    BOOST_TEST(failed <= 10U + 8U + 50U / 5);
    std::uint64_t looks = 0;
    for (auto const& [when, what] : w.arrivals) looks += what == "GET /members?limit=1" ? 1U : 0U;
    BOOST_TEST(looks > 0U);
    BOOST_TEST(looks <= failed / 2);
}

BOOST_AUTO_TEST_CASE(a_key_that_may_read_and_not_change_stops_the_job_and_nobody_is_failed) {
    for (auto const* const pace : {"", R"(, "pace": {"requestsPerSecond": 0, "concurrency": 1})"}) {
        world w(200, add_plan, pace);
        auto const expected = w.platform.matching();
        w.direct = forbidding([](std::string const&) { return true; });
        BOOST_TEST(w.run().error == core::exit_status::refused);
        BOOST_TEST(w.outcomes().empty());
        w.direct = [](http::request const&) { return treatment(); };
        BOOST_TEST(w.run().complete);
        check_all_is_well(w, expected);
    }
}

BOOST_AUTO_TEST_CASE(a_member_that_is_forbidden_fails_alone_where_nobody_else_is_to_be_changed) {
    world w(2, add_plan); // one of them matches
    w.direct = forbidding([](std::string const&) { return true; });
    auto const report = w.run();
    BOOST_TEST(report.complete, report.reason);
    BOOST_TEST(w.outcomes().at("mem_20").front().code == "not-this-one");
    BOOST_TEST(report.end.wire.requests == 3U);
}

BOOST_AUTO_TEST_CASE(one_after_the_other_a_first_that_is_forbidden_fails_and_a_second_stops_the_job) {
    constexpr auto one_by_one = R"(, "pace": {"requestsPerSecond": 100, "concurrency": 1})";
    world first(60, add_plan, one_by_one);
    first.direct = forbidding([](std::string const& id) { return id == "mem_20" || id == "mem_200"; });
    BOOST_TEST(first.run().complete);
    BOOST_TEST(count(first, outcome::failed) == 2U);
    world every(60, add_plan, one_by_one);
    every.direct = forbidding([](std::string const&) { return true; });
    BOOST_TEST(every.run().error == core::exit_status::refused);
    BOOST_TEST(count(every, outcome::failed) == 1U);
    BOOST_TEST(every.arrivals.size() == 4U); // the page, the change, the page, the change
}

BOOST_AUTO_TEST_CASE(a_key_that_is_withdrawn_by_403_stops_the_job_and_nobody_is_failed) {
    world w(200, add_plan);
    auto const expected = w.platform.matching();
    std::uint64_t sent = 0;
    w.direct = [&](http::request const&) {
        treatment t;
        if (++sent > 30) {
            t.what = treatment::kind::turned_away;
            t.alter = [](http::reply& said) { said.status = 403; };
        }
        return t;
    };
    BOOST_TEST(w.run().error == core::exit_status::refused);
    BOOST_TEST(count(w, outcome::failed) == 0U);
    BOOST_TEST(sent <= 30U + 8U + 1U);
    w.direct = [](http::request const&) { return treatment(); };
    BOOST_TEST(w.run().complete);
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(a_plan_that_does_not_exist_stops_the_job_before_anybody_fails) {
    world w(200, R"("addPlan": {"planId": "pln_missing"})");
    auto const stopped = w.run();
    BOOST_TEST(stopped.error == core::exit_status::stopped);
    BOOST_TEST(w.outcomes().empty());
    BOOST_TEST(w.platform.ledger().size() <= 8U);
}

BOOST_AUTO_TEST_CASE(a_redirect_stops_the_job_and_nobody_is_failed) {
    world w(200, add_plan);
    auto const expected = w.platform.matching();
    std::uint64_t sent = 0;
    w.direct = [&](http::request const& r) {
        treatment t;
        if (!is_change(r) || ++sent <= 20) return t;
        t.what = treatment::kind::turned_away;
        t.alter = [](http::reply& said) {
            said.status = 302;
            said.location = "https://status.example";
        };
        return t;
    };
    auto const stopped = w.run();
    BOOST_TEST(stopped.error == core::exit_status::stopped);
    BOOST_TEST(stopped.reason.find("https://status.example") != std::string::npos, stopped.reason);
    BOOST_TEST(count(w, outcome::failed) == 0U);
    w.direct = [](http::request const&) { return treatment(); };
    BOOST_TEST(w.run().complete);
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(a_member_deleted_meanwhile_is_gone) {
    world w(60, add_plan);
    auto const expected = w.platform.matching();
    w.direct = [&](http::request const& r) {
        if (is_change(r) && w.platform.exists("mem_200")) w.platform.erase("mem_200");
        return treatment();
    };
    BOOST_TEST(w.run().complete);
    BOOST_TEST(w.outcomes().at("mem_200").front().outcome == outcome::gone);
    BOOST_TEST(count(w, outcome::done) == expected.size() - 1);
}

BOOST_AUTO_TEST_CASE(a_member_deleted_meanwhile_is_told_by_one_look_where_the_refusal_does_not_tell) {
    for (auto const* const operation : {R"("update": {"customFields": {"a": "x"}})", R"("delete": {})"}) {
        world w(60, operation);
        auto const expected = w.platform.matching();
        w.direct = [&](http::request const& r) {
            if (is_change(r) && w.platform.exists("mem_200")) w.platform.erase("mem_200");
            return treatment();
        };
        auto const report = w.run();
        BOOST_TEST(report.complete);
        bool const deleted = std::string_view(operation).starts_with("\"delete");
        BOOST_TEST(w.outcomes().at("mem_200").front().outcome
                   == (deleted ? outcome::already : outcome::gone));
        BOOST_TEST(w.outcomes().at("mem_200").front().read_back);
        BOOST_TEST(count(w, outcome::done) == expected.size() - 1);
        BOOST_TEST(report.end.wire.requests == 1 + expected.size() + 1);
    }
}

BOOST_AUTO_TEST_CASE(an_error_in_a_success_is_read_back) {
    world w(60, add_plan);
    auto const expected = w.platform.matching();
    std::uint64_t n = 0;
    w.direct = [&](http::request const& r) {
        treatment t;
        if (!is_change(r)) return t;
        ++n;
        auto const with_error = [](http::reply& said) {
            said.status = 200;
            said.body = R"({"errors":[{"code":"odd","message":"It did not work"}]})";
        };
        if (n % 5 == 0) t.alter = with_error; // although it did
        if (n % 7 == 0) t.what = treatment::kind::turned_away;
        if (n % 7 == 0) t.alter = with_error;
        return t;
    };
    BOOST_TEST(w.run().complete);
    BOOST_TEST(n == expected.size()); // none is sent twice
    BOOST_TEST(count(w, outcome::failed) == expected.size() / 7);
    BOOST_TEST(count(w, outcome::done) == expected.size() - expected.size() / 7);
    check_all_is_well(w, expected); // in particular, whoever is done was changed
}

BOOST_AUTO_TEST_CASE(a_delete_in_doubt_whose_member_is_no_more_is_done) {
    world w(60, R"("delete": {})");
    auto const expected = w.platform.matching();
    std::uint64_t n = 0;
    w.direct = [&](http::request const& r) {
        treatment t;
        if (is_change(r) && ++n % 3 == 0) t.what = treatment::kind::reset_after;
        return t;
    };
    BOOST_TEST(w.run().complete);
    BOOST_TEST(count(w, outcome::done) == expected.size());
    check_all_is_well(w, expected);
    for (auto const& id : expected) BOOST_TEST(w.platform.ledger().at(id).change_requests == 1U);
}

BOOST_AUTO_TEST_CASE(a_raw_request_in_doubt_is_unknown_and_never_sent_twice) {
    world w(60, R"("request": {"method": "POST", "path": "/members/{{id}}/bump", "idempotent": false})");
    auto const expected = w.platform.matching();
    std::uint64_t n = 0;
    w.direct = [&](http::request const& r) {
        treatment t;
        if (!is_change(r)) return t;
        if (++n % 5 == 0) t.what = treatment::kind::reset_after;
        if (n % 5 == 1) t.what = treatment::kind::error_before;
        return t;
    };
    BOOST_TEST(w.run().complete);
    BOOST_TEST(count(w, outcome::unknown) == 12U);
    std::map<std::string, int> sent;
    for (auto const& [when, what] : w.arrivals)
        if (what.ends_with("/bump")) ++sent[what];
    BOOST_TEST(sent.size() == expected.size());
    for (auto const& [what, times] : sent) BOOST_TEST(times == 1, what);
}

BOOST_AUTO_TEST_CASE(an_idempotent_raw_request_in_doubt_is_sent_again) {
    world w(60, R"("request": {"method": "POST", "path": "/members/{{id}}/bump", "idempotent": true})");
    auto const expected = w.platform.matching();
    std::uint64_t n = 0;
    w.direct = [&](http::request const& r) {
        treatment t;
        if (is_change(r) && ++n % 5 == 0) t.what = treatment::kind::reset_after;
        return t;
    };
    BOOST_TEST(w.run().complete);
    BOOST_TEST(count(w, outcome::done) == expected.size());
}

BOOST_AUTO_TEST_CASE(a_list_that_never_moves_on_stops_the_job) {
    world w(60, add_plan, R"(, "pace": {"pageSize": 10})");
    w.direct = [](http::request const& r) {
        treatment t;
        if (r.target.find("after=200") == std::string::npos) return t;
        t.alter = [](http::reply& said) { said.body = R"({"data":[],"endCursor":100,"hasNextPage":true})"; };
        return t;
    };
    auto const stopped = w.run();
    BOOST_TEST(stopped.error == core::exit_status::stopped);
    BOOST_TEST(stopped.reason.find("does not move on") != std::string::npos);
    BOOST_TEST(count(w, outcome::done) <= 10U);
    w.direct = [](http::request const&) { return treatment(); };
    BOOST_TEST(w.run().complete);
}

BOOST_AUTO_TEST_CASE(a_throttle_that_asks_for_more_than_the_patience_stops_the_job) {
    world w(60, add_plan, R"(, "retry": {"patience": "10m"})");
    w.direct = [](http::request const& r) {
        treatment t;
        if (is_change(r)) t.what = treatment::kind::throttled;
        t.retry_after = "1800";
        return t;
    };
    auto const stopped = w.run();
    BOOST_TEST(stopped.error == core::exit_status::stopped);
    BOOST_TEST(stopped.took < seconds(10));
    BOOST_TEST(stopped.reason.find("resume the job after 20") != std::string::npos, stopped.reason);
}

BOOST_AUTO_TEST_CASE(a_full_disk_stops_the_job_before_anything_more_is_sent) {
    for (std::uint64_t bytes = 100; bytes < 12'000; bytes += 173) {
        world w(60, add_plan, R"(, "pace": {"pageSize": 10})");
        auto const expected = w.platform.matching();
        w.disk.fill_up_after(bytes);
        w.disk_latency = [] { return std::chrono::milliseconds(3); };
        std::uint64_t sent_later = 0;
        w.direct = [&](http::request const&) {
            sent_later += w.disk.full() ? 1U : 0U;
            treatment t;
            t.there = t.back = std::chrono::milliseconds(20);
            return t;
        };
        auto const stopped = w.run();
        BOOST_TEST_CONTEXT(bytes << " bytes: " << stopped.reason) {
            if (!w.disk.full()) break; // it was enough
            BOOST_TEST(stopped.error == core::exit_status::stopped);
            BOOST_TEST(sent_later == 0U);
            w.disk.fill_up_after(1'000'000);
            BOOST_TEST(w.run().complete);
            check_all_is_well(w, expected);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
