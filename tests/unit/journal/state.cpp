#include "journal/state.hpp"

#include "history.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::journal {

BOOST_AUTO_TEST_SUITE(journal_state)

namespace {

using core::outcome;

page_read page(std::uint64_t number, std::string from, std::string next, std::uint64_t matched,
               bool more = true) {
    page_read p;
    p.number = number;
    p.from = std::move(from);
    p.next = std::move(next);
    p.more = more;
    p.members = 10;
    p.matched = matched;
    return p;
}

member_settled settled(std::string member, std::uint64_t on_page, outcome o = outcome::done) {
    member_settled s;
    s.member = std::move(member);
    s.page = on_page;
    s.outcome = o;
    return s;
}

intent intended(std::string member, std::uint64_t on_page) {
    intent i;
    i.member = std::move(member);
    i.page = on_page;
    return i;
}

run_started run(std::uint64_t number) {
    run_started r;
    r.run = number;
    return r;
}

std::string text(state const& s) {
    return boost::json::serialize(s.save());
}

template <class... Records>
state fold(Records const&... records) {
    state s;
    (s.apply(records), ...);
    return s;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_page_without_matches_is_complete_at_once) {
    auto const s = fold(run(1), page(1, "", "100", 0));
    BOOST_TEST(s.low_water() == "100");
    BOOST_TEST(s.open_pages() == 0U);
    BOOST_TEST(s.seen() == 10U);
    BOOST_TEST(s.next_page_number() == 2U);
}

BOOST_AUTO_TEST_CASE(the_low_water_mark_waits_for_the_first_open_page) {
    auto s = fold(run(1), page(1, "", "100", 2), page(2, "100", "200", 1), page(3, "200", "300", 1, false));
    s.apply(settled("c", 2));
    s.apply(settled("d", 3));
    s.apply(settled("a", 1));
    BOOST_TEST(s.low_water() == "");
    BOOST_TEST(s.open_pages() == 3U);
    BOOST_TEST(s.window() == 3U);
    BOOST_TEST(!s.list_ended());
    s.apply(settled("b", 1));
    BOOST_TEST(s.low_water() == "300");
    BOOST_TEST(s.open_pages() == 0U);
    BOOST_TEST(s.window() == 0U);
    BOOST_TEST(s.list_ended());
    BOOST_TEST(s.totals().of(outcome::done) == 4U);
}

BOOST_AUTO_TEST_CASE(seen_and_matched_count_open_pages_too) {
    auto s = fold(run(1), page(1, "", "100", 2), page(2, "100", "200", 3));
    s.apply(settled("a", 1, outcome::failed));
    BOOST_TEST(s.seen() == 20U);
    BOOST_TEST(s.matched() == 5U);
    BOOST_TEST(s.totals().seen == 0U);
    BOOST_TEST(s.totals().settled() == 1U);
    BOOST_TEST(s.totals().of(outcome::failed) == 1U);
}

BOOST_AUTO_TEST_CASE(an_intent_is_pending_until_its_outcome_or_withdrawal) {
    auto s = fold(run(1), page(1, "", "100", 2), intended("a", 1), intended("b", 1));
    BOOST_TEST(s.pending().size() == 2U);
    s.apply(intent_withdrawn{"a"});
    BOOST_TEST(!s.pending().contains("a"));
    s.apply(settled("b", 1));
    BOOST_TEST(s.pending().empty());
}

BOOST_AUTO_TEST_CASE(a_pause_outlives_its_run_and_a_checkpoint_until_it_is_lifted) {
    job_steered const pause{act::pause, "ann (pid 1)", "lunch", "2026-01-01T12:00:00.000Z"};
    job_steered const slower{act::rate, "ann (pid 2)", "", "2026-01-01T12:00:01.000Z", 2.5};
    job_steered const lift{act::go_on, "bob (pid 3)", "", "2026-01-01T13:00:00.000Z"};
    auto s = fold(run(1), pause, slower, run_ended{false, "stopped", "t"});
    s = state::restore(s.save());
    BOOST_REQUIRE(s.paused().has_value());
    BOOST_TEST(s.paused()->who == "ann (pid 1)");
    BOOST_TEST(s.paused()->why == "lunch");
    BOOST_TEST(s.paused()->at == "2026-01-01T12:00:00.000Z");
    BOOST_TEST(s.ending().has_value());
    s.apply(lift);
    BOOST_TEST(!s.paused());
    BOOST_TEST(!s.save().contains("paused"));
}

BOOST_AUTO_TEST_CASE(a_new_run_opens_the_unfinished_pages_again_and_knows_who_is_settled) {
    auto s = fold(run(1), page(1, "", "100", 1), page(2, "100", "200", 2), page(3, "200", "300", 2));
    for (auto const& one : {settled("a", 1), settled("b", 2), settled("d", 3)}) s.apply(one);
    s.apply(intended("c", 2));
    s.apply(run(2));
    BOOST_TEST(s.low_water() == "100");
    BOOST_TEST(s.open_pages() == 0U);
    BOOST_TEST(!s.settled_before("a")); // below the mark: it is not read again
    BOOST_TEST(s.settled_before("b"));
    BOOST_TEST(s.settled_before("d"));
    BOOST_TEST(!s.settled_before("c"));
    BOOST_TEST(s.pending().contains("c"));
    BOOST_TEST(s.runs() == 2U);
    BOOST_TEST(s.next_page_number() == 4U);
}

BOOST_AUTO_TEST_CASE(the_settled_are_forgotten_once_the_walk_has_passed_them) {
    auto s = fold(run(1), page(1, "", "100", 2), page(2, "100", "200", 1), settled("b", 2), run(2));
    s.apply(page(3, "", "100", 0));
    BOOST_TEST(s.settled_before("b"));
    s.apply(page(4, "100", "200", 0));
    BOOST_TEST(!s.settled_before("b"));
    BOOST_TEST(s.window() == 0U);
}

BOOST_AUTO_TEST_CASE(numeric_cursors_that_end_elsewhere_are_compared) {
    for (bool const up : {true, false}) {
        auto const at = [&](int position) { return std::to_string(up ? position : 10'000 - position); };
        auto s = fold(run(1), page(1, "", at(100), 0), page(2, at(100), at(200), 1),
                      page(3, at(200), at(300), 1), settled("b", 3), run(2));
        s.apply(page(4, at(100), at(250), 0));
        BOOST_TEST(s.settled_before("b"));
        s.apply(page(5, at(250), at(350), 0));
        BOOST_TEST(!s.settled_before("b"));
    }
}

BOOST_AUTO_TEST_CASE(opaque_cursors_are_passed_only_where_they_are_met) {
    auto s = fold(run(1), page(1, "", "k", 1), page(2, "k", "z", 1), settled("b", 2), run(2));
    s.apply(page(3, "", "m", 0));
    s.apply(page(4, "m", "zz", 0));
    BOOST_TEST(s.settled_before("b"));
    s.apply(run_ended{true, "", ""});
    BOOST_TEST(!s.settled_before("b"));
}

BOOST_AUTO_TEST_CASE(a_third_run_remembers_what_the_second_settled_further_on) {
    auto s = fold(run(1), page(1, "", "100", 1), page(2, "100", "200", 1), settled("b", 2));
    s.apply(run(2));
    s.apply(page(3, "", "100", 1));
    s.apply(page(4, "100", "200", 0));
    s.apply(page(5, "200", "300", 1));
    s.apply(settled("c", 5));
    s.apply(run(3));
    s.apply(page(6, "", "100", 0));
    s.apply(page(7, "100", "200", 0)); // as far as the first run came
    BOOST_TEST(s.settled_before("c"));
    s.apply(page(8, "200", "300", 0));
    BOOST_TEST(!s.settled_before("c"));
}

BOOST_AUTO_TEST_CASE(a_doubtful_member_of_an_earlier_run_settles_off_its_page) {
    auto s = fold(run(1), page(1, "", "100", 1), intended("a", 1), run(2));
    auto reread = page(2, "", "100", 0);
    reread.again = 1;
    s.apply(settled("a", 1));
    s.apply(reread);
    BOOST_TEST(s.low_water() == "100");
    BOOST_TEST(s.pending().empty());
    BOOST_TEST(s.totals().settled() == 1U);
    BOOST_TEST(s.seen() == 10U);
    BOOST_TEST(s.window() == 0U);
}

BOOST_AUTO_TEST_CASE(members_deleted_since_they_were_settled_still_count_as_seen) {
    auto s = fold(run(1), page(1, "", "100", 2), settled("a", 1), run(2));
    auto shorter = page(2, "", "100", 1);
    shorter.members = 9;
    s.apply(shorter);
    s.apply(settled("b", 2));
    BOOST_TEST(s.seen() == 10U);
}

BOOST_AUTO_TEST_CASE(members_whom_rows_name_by_another_key_count_once_when_their_rows_are_read_again) {
    auto by_row = [](auto record, char const* key) {
        record.row = key;
        return record;
    };
    auto s = fold(run(1), page(1, "", "90:10", 4), by_row(settled("a", 1), "a@x.de"),
                  by_row(settled("b", 1, outcome::already), "b@x.de"), by_row(intended("c", 1), "c@x.de"));
    s = state::restore(s.save());
    s.apply(run(2));
    BOOST_TEST(s.settled_before("b@x.de"));
    s = state::restore(s.save());
    auto again = page(2, "", "90:10", 1, false);
    again.again = 3;
    s.apply(again);
    s.apply(settled("c", 1));
    s.apply(by_row(settled("d", 2), "d@x.de"));
    s.apply(run_ended{true, "", "t"});
    BOOST_TEST(s.seen() == 10U);
    BOOST_TEST(s.totals().settled() == 4U);
}

BOOST_AUTO_TEST_CASE(a_member_in_doubt_for_long_counts_once) {
    auto s = fold(run(1), page(1, "", "100", 1), intended("a", 1), run(2));
    auto reread = page(2, "", "100", 0);
    reread.again = 1; // `a`, still in doubt
    s.apply(reread);
    s.apply(page(3, "100", "200", 2));
    s.apply(settled("x", 3));
    s.apply(run(3));
    s.apply(settled("a", 1));
    BOOST_TEST(s.window() == 1U); // `x`; the walk has passed `a`
    auto second = page(4, "100", "200", 1);
    second.again = 1;
    s.apply(second);
    s.apply(settled("y", 4));
    BOOST_TEST(s.seen() == 20U);
    BOOST_TEST(s.totals().settled() == 3U);
}

BOOST_AUTO_TEST_CASE(a_takeover_is_a_run_on_another_host_where_the_one_before_had_no_end) {
    auto const run_on = [](std::string host, std::uint64_t number) {
        run_started r;
        r.run = number;
        r.host = std::move(host);
        return r;
    };
    state s;
    s.apply(run_on("a", 1));
    s.apply(run_on("a", 2)); // killed, and resumed there
    BOOST_TEST(s.takeovers() == 0U);
    BOOST_TEST(!s.save().contains("takeovers"));
    s.apply(run_on("b", 3));
    BOOST_TEST(s.takeovers() == 1U);
    s.apply(run_ended());
    s.apply(run_on("a", 4)); // it was over there
    BOOST_TEST(s.takeovers() == 1U);
    BOOST_TEST(state::restore(s.save()).takeovers() == 1U);
}

BOOST_AUTO_TEST_CASE(an_ending_is_known_until_the_next_run) {
    auto s = fold(run(1), run_ended{false, "interrupted", "t"});
    BOOST_REQUIRE(s.ending().has_value());
    BOOST_TEST(s.ending()->reason == "interrupted");
    s.apply(run(2));
    BOOST_TEST(!s.ending().has_value());
}

BOOST_AUTO_TEST_CASE(the_lists_total_is_the_last_one_given) {
    auto first = page(1, "", "1", 0);
    first.total = 500;
    auto const s = fold(run(1), first, page(2, "1", "2", 0));
    BOOST_TEST(s.list_total().value() == 500U);
}

BOOST_AUTO_TEST_CASE(impossible_sequences_are_refused) {
    auto const refused = [](state s, record const& r) {
        BOOST_CHECK_THROW(s.apply(r), std::invalid_argument);
    };
    refused(fold(job_opened{}), job_opened{});
    refused(fold(run(1), page(1, "", "100", 0)), page(2, "200", "300", 0)); // a gap
    refused(fold(run(1), page(1, "", "100", 0)), page(1, "100", "200", 0)); // a number used twice
    refused(fold(run(1), page(1, "", "100", 0, false)), page(2, "100", "200", 0));
    refused(fold(run(1), page(1, "", "100", 1, false)), page(2, "100", "200", 0));
    refused(fold(run(1), page(1, "", "100", 0)), settled("a", 1)); // of a page that is complete
    refused(fold(run(1), page(1, "", "100", 1), settled("a", 1)), settled("a", 1));
    refused(fold(run(1), page(1, "", "100", 2), page(2, "100", "200", 1), settled("a", 2)), settled("b", 2));
    refused(fold(run(1), page(1, "", "100", 1), run(2)),
            settled("a", 1)); // of an earlier run, without intent
}

BOOST_AUTO_TEST_CASE(the_rows_of_a_page_are_settled_together) {
    auto misfit = settled("a", 1, outcome::failed);
    auto s = fold(run(1), page(1, "", "100", 5), misfit);
    BOOST_TEST(s.low_water() == "");
    s.apply(rows_exported{1, 3, 1, "712"});
    BOOST_TEST(s.low_water() == "100");
    BOOST_TEST(s.totals().of(outcome::done) == 3U);
    BOOST_TEST(s.totals().of(outcome::already) == 1U);
    BOOST_TEST(s.totals().settled() == 5U);
    BOOST_TEST(s.sink_mark() == "712");
    BOOST_TEST(state::restore(s.save()).sink_mark() == "712");
    s.apply(page(2, "100", "200", 2));
    BOOST_CHECK_THROW(s.apply(rows_exported{2, 2, 1, "x"}), std::invalid_argument);
    BOOST_CHECK_THROW(s.apply(rows_exported{3, 1, 0, "x"}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(every_member_gets_one_outcome_however_often_the_job_is_killed) {
    for (auto const style : {tests::cursors::up, tests::cursors::down, tests::cursors::opaque}) {
        for (unsigned seed = 0; seed < 150; ++seed) {
            tests::history const h(seed, style);
            BOOST_REQUIRE_EQUAL(h.outcomes().size(), h.matching().size());
            for (auto const& [member, times] : h.outcomes()) {
                BOOST_REQUIRE_MESSAGE(h.matching().contains(member), member);
                BOOST_REQUIRE_MESSAGE(times == 1, member << " has " << times << " outcomes, seed " << seed);
            }
            auto const& s = h.end();
            BOOST_REQUIRE(s.list_ended());
            BOOST_REQUIRE(s.pending().empty());
            BOOST_REQUIRE_EQUAL(s.window(), 0U);
            BOOST_REQUIRE_EQUAL(s.totals().settled(), h.matching().size());
            BOOST_REQUIRE_EQUAL(s.matched(), h.matching().size());
            BOOST_REQUIRE_MESSAGE(s.seen() == h.members(), s.seen() << " seen, seed " << seed);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_state_saved_anywhere_goes_on_as_if_it_had_never_been_saved) {
    for (auto const style : {tests::cursors::up, tests::cursors::opaque}) {
        for (unsigned seed = 1000; seed < 1006; ++seed) {
            tests::history const h(seed, style);
            auto const& all = h.records();
            auto const whole = text(h.end());
            state first;
            for (std::size_t split = 0; split < all.size(); ++split) {
                auto second = state::restore(first.save());
                BOOST_REQUIRE_EQUAL(text(second), text(first));
                for (auto i = split; i < all.size(); ++i) second.apply(all[i]);
                BOOST_REQUIRE_EQUAL(text(second), whole);
                first.apply(all[split]);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_saved_state_is_refused) {
    tests::history const h(7, tests::cursors::up);
    state s;
    for (std::size_t i = 0; i < h.records().size() / 2; ++i) s.apply(h.records()[i]);
    auto const good = s.save();
    for (auto const& entry : good) {
        auto wrong = good;
        wrong[entry.key()] = boost::json::object{{"no", "such"}};
        BOOST_CHECK_THROW(state::restore(wrong), std::invalid_argument);
        auto lacking = good;
        lacking.erase(entry.key());
        auto const optional = entry.key() == "job" || entry.key() == "run" || entry.key() == "end"
                              || entry.key() == "listTotal" || entry.key() == "settledMembers";
        if (!optional) BOOST_CHECK_THROW(state::restore(lacking), std::invalid_argument);
    }
    auto direction = good;
    direction["cursorsGo"] = 3;
    BOOST_CHECK_THROW(state::restore(direction), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::journal
