#include "cli/summary.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::cli {

BOOST_AUTO_TEST_SUITE(cli_summary)

namespace {

using core::outcome;
using namespace std::chrono_literals;

run_report stopped_run() {
    run_report r;
    r.job_id = "free-plan-20260131T090507Z-0a1b";
    r.state = "stopped";
    r.reason = "interrupted";
    r.end.seen = 1000;
    r.end.matched = 300;
    std::uint64_t count = 1;
    for (auto& each : r.end.totals.outcomes) each = count++;
    r.end.wire.requests = 250;
    r.end.wire.throttled = 3;
    r.took = 10s;
    r.bytes_written = 12'345;
    r.failures = {{"bad-field", 3}, {"http-500", 1}};
    r.advice = "muster resume free-plan-20260131T090507Z-0a1b";
    return r;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_table_says_what_happened_and_what_to_do_next) {
    BOOST_TEST(as_table(stopped_run(), true)
               == "job       free-plan-20260131T090507Z-0a1b\n"
                  "state     stopped: interrupted\n"
                  "members   1000 seen, 300 matched, 285 of them still to do\n"
                  "outcomes  1 done, 2 already, 3 gone, 4 failed, 5 unknown\n"
                  "          3 x bad-field in this run\n"
                  "          1 x http-500 in this run\n"
                  "requests  250 in 10s (25.0/s), 3 throttled\n"
                  "next      muster resume free-plan-20260131T090507Z-0a1b\n");
}

BOOST_AUTO_TEST_CASE(a_run_without_trouble_has_a_short_table) {
    run_report r;
    r.job_id = "j";
    r.state = "complete";
    BOOST_TEST(as_table(r, true)
               == "job       j\n"
                  "state     complete\n"
                  "members   0 seen, 0 matched\n"
                  "outcomes  0 done, 0 already, 0 gone, 0 failed, 0 unknown\n"
                  "requests  0 in 0ms (0.0/s), 0 throttled\n");
}

BOOST_AUTO_TEST_CASE(codes_of_all_who_failed_need_no_word_of_the_run) {
    auto r = stopped_run();
    r.failures = {{"bad-field", 7}, {"http-500", 2}}; // 4 failed and 5 unknown
    BOOST_TEST(as_table(r, true).find("          2 x http-500\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_long_reason_is_broken_between_words) {
    auto r = stopped_run();
    r.reason.clear();
    for (int i = 0; i < 40; ++i) r.reason += (i > 0 ? " word" : "word") + std::to_string(i);
    auto const table = as_table(r, true);
    std::string unbroken;
    for (std::size_t at = 0; at < table.size();) {
        auto const end = table.find('\n', at);
        BOOST_TEST(end - at <= 78U);
        unbroken += table.substr(at + 10, end - at - 10) + " ";
        at = end + 1;
    }
    BOOST_TEST(unbroken.find("stopped: " + r.reason + " ") != std::string::npos);
    BOOST_TEST(as_table(r, false).find("stopped: " + r.reason + "\n") != std::string::npos); // in a pipe
    r.reason = std::string(200, 'x'); // one word stays whole
    BOOST_TEST(as_table(r, true).find(r.reason) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_json_has_the_same_for_programs) {
    boost::json::object const expected{
        {"job", "free-plan-20260131T090507Z-0a1b"},
        {"state", "stopped"},
        {"reason", "interrupted"},
        {"seen", 1000},
        {"matched", 300},
        {"outcomes", {{"done", 1}, {"already", 2}, {"gone", 3}, {"failed", 4}, {"unknown", 5}}},
        {"requests", 250},
        {"throttled", 3},
        {"milliseconds", 10'000},
        {"bytesWritten", 12'345},
        {"failures", {{"bad-field", 3}, {"http-500", 1}}}};
    auto const found = as_json(stopped_run());
    BOOST_TEST_CONTEXT(boost::json::serialize(found)) BOOST_TEST((found == expected));
}

BOOST_AUTO_TEST_CASE(the_json_leaves_out_what_there_was_none_of) {
    auto const found = as_json(run_report{});
    BOOST_TEST(!found.contains("reason"));
    BOOST_TEST(!found.contains("failures"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::cli
