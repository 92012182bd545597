#include "service/metrics.hpp"

#include "service/metric_text.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(metrics)

using namespace muster;
using namespace muster::service;

namespace {

constexpr auto running =
    R"({"job":"plan-20260131T010000Z-1a2b","state":"running","startedAt":"2026-01-31T01:00:00.000Z",
    "runs":2,"seen":10,"matched":8,"inDoubt":0,"secondsSinceLast":3,
    "outcomes":{"done":1,"already":0,"gone":0,"failed":0,"unknown":0},
    "told":{"outcomes":{"done":5,"already":1,"gone":0,"failed":2,"unknown":0},"seen":20,"listTotal":100,"inFlight":4,
      "allowedPerSecond":25,"sentPerSecond":24.5,"forecast":{"doneAt":"2026-01-31T02:00:00.000Z"},
      "wire":{"faults":1,"receivedBytes":12345,"statuses":{"200":7,"429":2},
        "replySeconds":{"sum":0.25,"counts":[4,3,0,0,0,0,0,0,0,0,0,0,0,0,2]},
        "quotas":[{"requests":1000,"seconds":3600,"left":990}]}}})";
constexpr auto older =
    R"({"job":"plan-20260130T010000Z-ffff","state":"complete","startedAt":"2026-01-30T01:00:00.000Z",
    "endedAt":"2026-01-30T01:10:00.000Z","runs":1,"seen":10,"matched":8,"inDoubt":0,
    "outcomes":{"done":8,"already":0,"gone":0,"failed":0,"unknown":0}})";
constexpr auto by_hand = R"({"job":"by \"hand\"","state":"interrupted","runs":1,"inDoubt":3,
    "outcomes":{"done":2,"already":0,"gone":0,"failed":0,"unknown":1}})";

core::wall_time at(std::string_view text) {
    return core::parse_iso8601(text).value();
}

std::string of(std::string const& jobs) {
    return metrics_of(boost::json::parse(jobs).as_array(), at("2026-01-31T01:30:00.000Z"));
}

bool has_line(std::string const& text, std::string const& line) {
    return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

constexpr auto labels = R"({spec="plan",job="plan-20260131T010000Z-1a2b")";

} // namespace

BOOST_AUTO_TEST_CASE(a_job_that_runs_is_told_of_as_its_run_tells) {
    auto const text = of("[" + std::string(running) + "]");
    for (std::string const& line : {
             "muster_members_total" + std::string(labels) + R"(,outcome="done"} 5)",
             "muster_members_total" + std::string(labels) + R"(,outcome="failed"} 2)",
             "muster_members_seen" + std::string(labels) + "} 20",
             "muster_members_matched" + std::string(labels) + "} 8",
             "muster_members_listed" + std::string(labels) + "} 100",
             "muster_runs_total" + std::string(labels) + "} 2",
             "muster_takeovers_total" + std::string(labels) + "} 0",
             "muster_requests_total" + std::string(labels) + R"(,status="429"} 2)",
             "muster_request_faults_total" + std::string(labels) + "} 1",
             "muster_received_bytes_total" + std::string(labels) + "} 12345",
             "muster_allowed_requests_per_second" + std::string(labels) + "} 25",
             "muster_sent_requests_per_second" + std::string(labels) + "} 24.5",
             "muster_window_open" + std::string(labels) + "} 1",
             "muster_paused" + std::string(labels) + "} 0",
             "muster_platform_down" + std::string(labels) + "} 0",
             "muster_quota_left_requests" + std::string(labels) + R"(,window_seconds="3600"} 990)",
         })
        BOOST_TEST(has_line(text, line), line << " is not there");
    auto const three_ago =
        std::chrono::duration_cast<std::chrono::seconds>(at("2026-01-31T01:29:57.000Z").time_since_epoch())
            .count();
    BOOST_TEST(has_line(text, "muster_last_progress_timestamp_seconds" + std::string(labels) + "} "
                                  + std::to_string(three_ago)));
}

BOOST_AUTO_TEST_CASE(a_histogram_adds_up) {
    auto const text = of("[" + std::string(running) + "]");
    auto const bucket = "muster_request_duration_seconds_bucket" + std::string(labels) + R"(,le=")";
    BOOST_TEST(has_line(text, bucket + R"(0.005"} 4)"));
    BOOST_TEST(has_line(text, bucket + R"(0.01"} 7)"));
    BOOST_TEST(has_line(text, bucket + R"(1.0"} 7)"));
    BOOST_TEST(has_line(text, bucket + R"(10.0"} 7)"));
    BOOST_TEST(has_line(text, bucket + R"(+Inf"} 9)"));
    BOOST_TEST(has_line(text, "muster_request_duration_seconds_count" + std::string(labels) + "} 9"));
    BOOST_TEST(has_line(text, "muster_request_duration_seconds_sum" + std::string(labels) + "} 0.25"));
}

BOOST_AUTO_TEST_CASE(of_a_spec_the_newest_job_is_told_of_and_when_one_was_last_complete) {
    auto const text = of("[" + std::string(running) + "," + older + "]");
    BOOST_TEST(text.find("20260130T010000Z") == std::string::npos);
    auto const ended =
        std::chrono::duration_cast<std::chrono::seconds>(at("2026-01-30T01:10:00.000Z").time_since_epoch())
            .count();
    BOOST_TEST(
        has_line(text, R"(muster_last_success_timestamp_seconds{spec="plan"} )" + std::to_string(ended)));
    BOOST_TEST(has_line(text, R"(muster_jobs{state="complete"} 1)"));
    BOOST_TEST(has_line(text, R"(muster_jobs{state="running"} 1)"));
    // One that is over is told of while no newer one is there.
    BOOST_TEST(of("[" + std::string(older) + "]").find("20260130T010000Z") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(names_are_escaped) {
    auto const text = of("[" + std::string(by_hand) + "]");
    BOOST_TEST(has_line(text, R"(muster_members_in_doubt{spec="by \"hand\"",job="by \"hand\""} 3)"));
    BOOST_TEST(has_line(text, R"(muster_job_state{spec="by \"hand\"",job="by \"hand\"",)"
                              R"(muster_job_state="interrupted"} 1)"));
}

BOOST_AUTO_TEST_CASE(what_is_missing_or_of_another_type_gives_no_sample) {
    for (
        auto const* const jobs :
        {"[]", "[1,null,[]]", R"([{"job":1}])", R"([{"job":"x","state":7,"outcomes":[],"told":[]}])",
         R"([{"job":"x","state":"running","told":{"wire":{"replySeconds":{"sum":1,"counts":["a"]},"statuses":{"200":"x"},
              "quotas":[1,{}]}}}])"}) {
        auto const text = of(jobs);
        BOOST_TEST(text.ends_with("# EOF\n"));
        BOOST_TEST(text.find("_bucket") == std::string::npos);
        BOOST_TEST(text.find("muster_requests_total") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(specs_are_told_by_the_ids_of_their_jobs) {
    BOOST_TEST(spec_of_job("free-plan-20260131T010000Z-1a2b") == "free-plan");
    BOOST_TEST(spec_of_job("free-plan-20260131T010000Z") == "free-plan");
    for (auto const* const other : {"job", "job-1", "a-b-c", "-20260131T010000Z", "x-20260131T010000", ""})
        BOOST_TEST(spec_of_job(other) == other);
}

BOOST_AUTO_TEST_CASE(numbers_are_written_so_that_none_is_lost) {
    metric_text t;
    t.family("a", "gauge", "", "A \"help\" with a \\ and\na line.");
    t.sample("", {}, 9007199254740991.0);
    t.sample("", {}, 0.1);
    t.sample("", {}, -3);
    BOOST_TEST(std::move(t).finish()
               == "# TYPE a gauge\n# HELP a A \\\"help\\\" with a \\\\ and\\na line.\na 9007199254740991\n"
                  "a 0.10000000000000001\na -3\n# EOF\n");
}

BOOST_AUTO_TEST_SUITE_END()
