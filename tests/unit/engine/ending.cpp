#include "engine/ending.hpp"

#include "core/errors.hpp"
#include "engine/refusal.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(endings)

using namespace muster;
using engine::ending_of;
using engine::run_result;
using kind = engine::stop_reason::kind;

BOOST_AUTO_TEST_CASE(what_is_complete_has_no_cause) {
    auto const plain = ending_of({true, {}}, nullptr);
    BOOST_TEST(plain.complete);
    BOOST_TEST(plain.reason.empty());
    BOOST_TEST(plain.cause.empty());

    run_result result{true, {}};
    result.removed = "2 rows were marked";
    BOOST_TEST(ending_of(result, nullptr).reason == "2 rows were marked");
    BOOST_TEST(ending_of(result, nullptr).cause.empty());
}

BOOST_AUTO_TEST_CASE(rows_that_were_withheld_are_told_although_all_is_complete) {
    run_result result{true, {}};
    result.withheld = "11 of 100 rows";
    auto const ending = ending_of(result, nullptr);
    BOOST_TEST(ending.complete);
    BOOST_TEST(ending.reason == "11 of 100 rows");
    BOOST_TEST(ending.cause == "withheld");
}

BOOST_AUTO_TEST_CASE(each_reason_to_stop_is_kept) {
    for (auto const& [why, cause] : {std::pair(kind::canary, "canary"), std::pair(kind::surplus, "surplus"),
                                     std::pair(kind::limit, "limit"), std::pair(kind::window, "window"),
                                     std::pair(kind::signal, "signal"), std::pair(kind::quota, "quota"),
                                     std::pair(kind::asked, ""), std::pair(kind::failures, "")}) {
        auto const ending = ending_of({false, engine::stop_reason{why, "words", core::wall_time()}}, nullptr);
        BOOST_TEST(!ending.complete);
        BOOST_TEST(ending.reason == "words");
        BOOST_TEST(ending.cause == cause);
        BOOST_TEST(ending.until == "1970-01-01T00:00:00.000Z");
    }
}

BOOST_AUTO_TEST_CASE(an_error_says_more_than_why_the_rest_stopped) {
    auto const cause = [](auto const& error) {
        auto const ending = ending_of({false, engine::stop_reason{kind::signal, "words", {}}},
                                      std::make_exception_ptr(error));
        BOOST_TEST(ending.reason == "why");
        return ending.cause;
    };
    using core::exit_status;
    BOOST_TEST(cause(engine::operation_refused(exit_status::stopped, "why")) == "operation");
    BOOST_TEST(cause(engine::sink_unfit(exit_status::usage, "why")) == "unfit");
    BOOST_TEST(cause(core::job_error(exit_status::usage, "why")) == "error");
    BOOST_TEST(cause(std::runtime_error("why")) == "error");
}

BOOST_AUTO_TEST_SUITE_END()
