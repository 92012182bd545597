#include "service/facts.hpp"

#include "../scratch.hpp"
#include "files/posix_storage.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(facts)

using namespace muster;
using namespace muster::service;
using state = job_facts::state;

namespace {

constexpr auto begun = "2026-11-25T01:00:00.000Z";

struct job {
    tests::scratch dir;
    files::posix_storage storage;
    journal::directory where{dir.path, "n-20261125T010000Z"};
    std::string text;
    std::uint64_t runs = 0;
    std::uint64_t pages = 0;

    job() {
        journal::encode(journal::job_opened{where.id, "hash", "http://127.0.0.1:1", "key", begun}, text);
    }

    job& run() {
        journal::encode(journal::run_started{++runs, 1, "host", begun}, text);
        return *this;
    }
    job& page(std::uint64_t members = 0) {
        ++pages;
        journal::encode(journal::page_read{pages, pages == 1 ? "" : std::to_string(pages - 1),
                                           std::to_string(pages), true, members, members, 0, std::nullopt},
                        text);
        return *this;
    }
    job& settle() {
        journal::member_settled s;
        s.member = "mem_" + std::to_string(pages);
        s.page = pages;
        journal::encode(s, text);
        return *this;
    }
    job& steer(journal::act what) {
        journal::encode(journal::job_steered{what, "ann (pid 7)", "", begun}, text);
        return *this;
    }
    job& end(std::string const& reason, std::string_view cause, bool complete = false,
             std::string const& until = "") {
        journal::encode(
            journal::run_ended{complete, reason, "2026-11-25T01:10:00.000Z", std::string(cause), {}, until},
            text);
        return *this;
    }
    job_facts facts() {
        std::filesystem::create_directories(where.root);
        tests::spill(where.journal(), text);
        auto const start = core::parse_iso8601(begun);
        return facts_of(storage, launch::standing_of(storage, where), where, start);
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(how_a_run_ended_tells_whether_it_is_resumed) {
    BOOST_TEST((job().run().facts().how == state::broken));
    BOOST_TEST((job().run().end("", "", true).facts().how == state::over));
    BOOST_TEST((job().run().steer(journal::act::pause).facts().how == state::held));
    BOOST_TEST(
        (job().run().steer(journal::act::pause).steer(journal::act::go_on).facts().how == state::broken));
    BOOST_TEST((job().run().end("the window closed", "window").facts().how == state::window));
    BOOST_TEST((job().run().end("the disk is full", journal::ending_error).facts().how == state::broken));
    BOOST_TEST(
        (job().run().end("terminated (SIGTERM)", journal::ending_signal).facts().how == state::broken));
    BOOST_TEST((job().run().end("stopped by ann (pid 7)", "").facts().how == state::over));
    BOOST_TEST((job().run().end("10 failed", "").facts().how == state::over));
    for (auto const cause : {journal::ending_canary, journal::ending_surplus, journal::ending_operation})
        BOOST_TEST((job().run().end("why", cause).facts().reason == "why"));
    BOOST_TEST(job().run().end("why", journal::ending_limit).facts().reason.empty());
}

BOOST_AUTO_TEST_CASE(a_used_up_quota_tells_when_it_goes_on) {
    auto const until = "2026-11-25T02:00:15.000Z";
    auto const f = job().run().end("used up", journal::ending_quota, false, until).facts();
    BOOST_TEST((f.how == state::quota));
    BOOST_TEST((f.until == core::parse_iso8601(until)));
    BOOST_TEST(f.failures == 0U);
    BOOST_TEST(
        (job().run().end("x", journal::ending_quota).steer(journal::act::pause).facts().how == state::held));
}

BOOST_AUTO_TEST_CASE(times_come_from_the_journal) {
    auto const ended = job().run().end("x", journal::ending_error).facts();
    BOOST_TEST((ended.began == core::parse_iso8601(begun)));
    BOOST_TEST((ended.ended == core::parse_iso8601("2026-11-25T01:10:00Z")));
    BOOST_TEST((job().run().facts().ended == core::parse_iso8601(begun)));
}

BOOST_AUTO_TEST_CASE(runs_without_progress_are_counted_from_the_last) {
    BOOST_TEST(job().run().facts().failures == 1U);
    BOOST_TEST(job().run().run().page().run().page().page().facts().failures == 3U);
    BOOST_TEST(job().run().run().page(1).settle().facts().failures == 0U);
    BOOST_TEST(job().run().run().page(1).settle().run().facts().failures == 1U);
    BOOST_TEST(job().run().page().page().page().facts().failures == 0U);
    BOOST_TEST(job().run().end("terminated (SIGTERM)", journal::ending_signal).run().facts().failures == 1U);
    BOOST_TEST(job().run().end("x", "window").run().end("x", journal::ending_error).facts().failures == 1U);
    BOOST_TEST(job().run().end("x", "quota").run().end("x", journal::ending_error).facts().failures == 1U);
}

BOOST_AUTO_TEST_CASE(a_run_that_was_paused_is_no_failure) {
    using journal::act;
    BOOST_TEST(job().run().run().steer(act::pause).steer(act::go_on).facts().failures == 1U);
    BOOST_TEST(job().run().run().steer(act::pause).steer(act::go_on).run().facts().failures == 2U);
    BOOST_TEST(
        job().run().steer(act::pause).end("x", journal::ending_error).steer(act::go_on).facts().failures
        == 0U);
}

BOOST_AUTO_TEST_CASE(only_the_end_of_a_long_journal_is_read) {
    job j;
    j.run();
    for (int i = 0; i < 6000; ++i) j.page(1).settle();
    j.run().run();
    BOOST_TEST(j.text.size() > (1U << 20U));
    BOOST_TEST(j.facts().failures == 2U);
}

BOOST_AUTO_TEST_CASE(what_is_damaged_is_left_to_a_person) {
    job j;
    j.run();
    j.text[3] ^= 1;
    auto const f = j.facts();
    BOOST_TEST((f.how == state::over));
    BOOST_TEST(!f.reason.empty());
}

BOOST_AUTO_TEST_SUITE_END()
