#include "service/advice.hpp"

#include "../scratch.hpp"
#include "files/posix_storage.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::service {

using core::outcome;
using journal::run_ended;
using journal::run_started;

namespace service_advice {
namespace {

struct desk : tests::scratch {
    /// After a run that settled these and ended so.
    std::string after(std::vector<outcome> const& outcomes, run_ended const& ending, bool live = false) {
        journal::state folded;
        folded.apply(run_started{1, 1, "host", "t", live});
        if (!outcomes.empty()) {
            journal::page_read page;
            page.members = page.matched = outcomes.size();
            page.more = true;
            page.number = 1;
            folded.apply(page);
        }
        for (auto const o : outcomes) {
            journal::member_settled s;
            s.page = 1;
            s.outcome = o;
            folded.apply(s);
        }
        folded.apply(ending);
        return advice_for(storage, {path, "job"}, folded, " --state-dir 'a b'");
    }
    static run_ended stopped(std::string_view cause = "") { return {false, "why", "t", std::string(cause)}; }

    files::posix_storage storage;
    run_ended const complete{true, "", "t"};
};

constexpr char const* resume = "muster resume job --state-dir 'a b'";
constexpr char const* results = "muster results job --state-dir 'a b'";

} // namespace
} // namespace service_advice

BOOST_FIXTURE_TEST_SUITE(service_advice, desk)

BOOST_AUTO_TEST_CASE(nothing_is_left_to_do_where_all_is_well) {
    BOOST_TEST(after({outcome::done, outcome::gone}, complete) == "");
}

BOOST_AUTO_TEST_CASE(members_who_came_out_badly_are_looked_at) {
    BOOST_TEST(after({outcome::done, outcome::failed}, complete)
               == results + std::string(" --outcome failed"));
    BOOST_TEST(after({outcome::unknown}, complete) == results + std::string(" --outcome unknown"));
}

BOOST_AUTO_TEST_CASE(a_quota_that_is_used_up_takes_its_time) {
    BOOST_TEST(after({outcome::done}, stopped(journal::ending_quota))
               == resume + std::string(" then, or later"));
}

BOOST_AUTO_TEST_CASE(where_an_export_cannot_go_it_is_told_what_may_have_to_be_done) {
    BOOST_TEST(after({outcome::done}, stopped(journal::ending_unfit))
               == "mend that, then " + std::string(resume) + "; where it says so, begin a new job instead");
    BOOST_TEST(after({}, {true, "11 of 100 rows", "t", std::string(journal::ending_withheld)}) == "");
}

BOOST_AUTO_TEST_CASE(a_job_that_stopped_is_resumed_with_all_that_it_takes) {
    BOOST_TEST(after({outcome::done}, stopped()) == resume);
    BOOST_TEST(after({outcome::done}, stopped(), true) == resume + std::string(" --live"));
    BOOST_TEST(after({outcome::done, outcome::failed}, stopped(journal::ending_canary))
               == results + std::string(" --outcome failed; to go on all the same: ") + resume
                      + " --past-canary");
    BOOST_TEST(after({}, stopped(journal::ending_error))
               == "mend that, then " + std::string(resume)
                      + "; if the spec, or a file that it names, has to change, start a new job");
}

BOOST_AUTO_TEST_CASE(a_spec_that_the_platform_takes_for_nobody_is_to_be_mended) {
    auto const never = after({outcome::already}, stopped(journal::ending_operation));
    BOOST_TEST(never.starts_with("mend the spec, and start a new job"));
    BOOST_TEST(never.find("muster") == std::string::npos);
    auto const no_more = after({outcome::done}, stopped(journal::ending_operation));
    BOOST_TEST(no_more.find(resume) != std::string::npos); // it was taken once, and may be again
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::service
