#include "journal/inspect.hpp"

#include "core/errors.hpp"
#include "history.hpp"
#include "journal/sealed.hpp"
#include "small_job.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::journal {

namespace journal_inspect {
namespace {

using tests::intent_of;
using tests::outcome_of;
using tests::text_of;
using shortcut = inspection::shortcut;

struct desk : tests::small_job {
    /// What is found, after a check that a resume takes it in the same way.
    inspection look() {
        auto found = inspect(storage, job);
        std::optional<replayed> used;
        try {
            used = replay(storage, job);
        } catch (core::job_error const&) {
        }
        if (!used) BOOST_REQUIRE(found.damage);
        if (!found.damage && found.saved != shortcut::contradicts) {
            BOOST_REQUIRE_EQUAL(found.offset, used->offset);
            BOOST_REQUIRE_EQUAL(found.torn, used->torn);
            BOOST_REQUIRE_EQUAL(text_of(found.folded), text_of(used->folded));
        }
        if (found.damage) BOOST_REQUIRE_EQUAL(found.torn, 0U);
        return found;
    }
    void must_be_damaged(std::uint64_t line, std::uint64_t offset, std::string const& because) {
        auto const found = look();
        BOOST_REQUIRE(found.damage);
        BOOST_TEST(found.damage->line == line);
        BOOST_TEST(found.damage->offset == offset);
        BOOST_TEST_CONTEXT(found.damage->what)
        BOOST_TEST(found.damage->what.find(because) != std::string::npos);
    }
    /// The last of these lines makes no sense, and the lines before it do.
    void must_contradict(std::vector<record> const& records, std::string const& because) {
        write({records.begin(), records.end() - 1});
        BOOST_TEST(look().rules.flaw_count() == 0U);
        auto const size = ends.back();
        write(records);
        auto const rules = look().rules;
        BOOST_TEST_REQUIRE(rules.flaw_count() == 1U);
        auto const& flaw = rules.flaws().front();
        BOOST_TEST(flaw.line == records.size());
        BOOST_TEST(flaw.offset == size);
        BOOST_TEST_CONTEXT(flaw.what) BOOST_TEST(flaw.what.find(because) != std::string::npos);
    }
    std::vector<record> usual_and(std::vector<record> const& more) const {
        auto all = usual;
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
};

} // namespace
} // namespace journal_inspect

BOOST_FIXTURE_TEST_SUITE(journal_inspect, desk)

BOOST_AUTO_TEST_CASE(whole_jobs_are_sound_with_a_checkpoint_anywhere) {
    for (auto const style : {tests::cursors::up, tests::cursors::down, tests::cursors::opaque})
        for (unsigned seed = 1; seed <= 4; ++seed) {
            tests::history const past(seed, style);
            write(past.records());
            for (std::size_t lines = 0; lines < past.records().size();
                 lines += 1 + past.records().size() / 5) {
                if (lines == 0)
                    std::filesystem::remove(job.checkpoint());
                else
                    write_checkpoint(past.records(), lines);
                auto const found = look();
                BOOST_TEST(!found.damage);
                BOOST_TEST(found.lines == past.records().size());
                BOOST_TEST(found.offset == ends.back());
                BOOST_TEST((found.saved == (lines == 0 ? shortcut::none : shortcut::agrees)));
                BOOST_TEST(text_of(found.folded) == text_of(past.end()));
                BOOST_TEST(found.rules.flaw_count() + found.rules.met_again_count() == 0U);
            }
        }
}

BOOST_AUTO_TEST_CASE(a_checkpoint_that_counts_rows_twice_agrees_but_for_that) {
    write(usual);
    checkpoint c;
    for (auto const& each : usual) c.folded.apply(each);
    auto const said = c.folded.save();
    for (bool const older : {true, false})
        for (auto const* const key : {"seen", "nextPage"}) {
            auto saved = said;
            saved[key] = 7;
            if (older) saved.erase("settledMembers");
            // The program of before wrote no such field, and so its text is not what encode() gives.
            boost::json::object all{
                {"format", "muster-checkpoint"}, {"version", 2}, {"journalOffset", ends.back()}};
            all["state"] = std::move(saved);
            auto text = boost::json::serialize(all);
            text.pop_back();
            seal(text, 0);
            tests::spill(job.checkpoint(), text);
            bool const agrees = older && std::string_view(key) == "seen";
            BOOST_TEST((look().saved == (agrees ? shortcut::agrees : shortcut::contradicts)), key);
        }
}

BOOST_AUTO_TEST_CASE(no_changed_byte_of_a_journal_goes_unnoticed) {
    auto const records = usual_and({run_2, intent_of("mem_d"), outcome_of("mem_c", 0)});
    auto const whole = write(records);
    for (std::size_t const covered : {0U, 6U}) {
        if (covered > 0) write_checkpoint(records, covered);
        for (std::size_t at = 0; at < whole.size(); ++at)
            for (char const other : {static_cast<char>(whole[at] ^ 1), whole[at] == '\n' ? ' ' : '\n'}) {
                auto text = whole;
                text[at] = other;
                tests::spill(job.journal(), text);
                auto const found = look();
                BOOST_REQUIRE(found.damage.has_value() != (found.torn > 0));
                if (covered > 0 && at < ends[covered - 1]) BOOST_REQUIRE(found.damage);
                if (at < ends[7]) BOOST_REQUIRE(found.damage); // as run 2 was begun behind it
            }
    }
}

BOOST_AUTO_TEST_CASE(no_length_of_a_journal_is_taken_for_another) {
    auto const whole = write(usual);
    for (std::size_t const covered : {0U, 5U}) {
        if (covered > 0) write_checkpoint(usual, covered);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            tests::spill(job.journal(), whole.substr(0, size));
            auto const found = look();
            bool const enough = size >= ends[covered > 0 ? covered - 1 : 0];
            BOOST_REQUIRE_EQUAL(found.damage.has_value(), !enough);
            if (!enough) continue;
            BOOST_REQUIRE_EQUAL(found.offset + found.torn, size);
            BOOST_REQUIRE_EQUAL(found.torn == 0, std::find(ends.begin(), ends.end(), size) != ends.end());
        }
    }
}

BOOST_AUTO_TEST_CASE(no_changed_byte_and_no_length_of_a_checkpoint_goes_unnoticed) {
    write(usual);
    auto const whole = write_checkpoint(usual, 6);
    auto const must_be_unusable = [&](std::string const& text) {
        tests::spill(job.checkpoint(), text);
        auto const found = look();
        BOOST_REQUIRE(found.saved == shortcut::unusable);
        BOOST_REQUIRE(!found.saved_why.empty());
        BOOST_REQUIRE(!found.damage);
    };
    for (std::size_t at = 0; at < whole.size(); ++at) {
        auto text = whole;
        text[at] = static_cast<char>(text[at] ^ 1);
        must_be_unusable(text);
        must_be_unusable(whole.substr(0, at));
    }
    must_be_unusable(whole + whole);
}

BOOST_AUTO_TEST_CASE(damage_is_placed) {
    auto text = write(usual);
    write_checkpoint(usual, 6);
    text[ends[3] + 5] = '~';
    tests::spill(job.journal(), text);
    must_be_damaged(5, ends[3], "checksum");
    BOOST_TEST((look().saved == shortcut::not_judged));
}

BOOST_AUTO_TEST_CASE(a_journal_that_is_missing_or_not_whole_is_damaged) {
    must_be_damaged(0, 0, "there is none");
    tests::spill(job.journal(), "");
    must_be_damaged(1, 0, "first line is not whole");
    write({run});
    must_be_damaged(1, 0, "job record");
    write(usual);
    write_checkpoint(usual, 7);
    auto const text = tests::slurp(job.journal());
    tests::spill(job.journal(), text.substr(0, ends[5]));
    must_be_damaged(7, ends[5], "covers " + std::to_string(ends[6]));
}

BOOST_AUTO_TEST_CASE(lines_that_make_no_sense_are_damage_even_where_a_resume_does_not_look) {
    auto records = usual;
    records.insert(records.begin() + 3, opened);
    write(records);
    must_be_damaged(4, ends[2], "second job record");
    tests::spill(job.checkpoint(), encode(checkpoint{ends.back(), {}}));
    BOOST_TEST(inspect(storage, job).damage.has_value());
}

BOOST_AUTO_TEST_CASE(a_checkpoint_that_says_something_else_contradicts_the_journal) {
    write(usual);
    auto other = usual;
    other[5] = outcome_of("mem_b", 1); // as long as the real one
    other[6] = outcome_of("mem_a", 2);
    write_checkpoint(other, 6);
    BOOST_TEST((look().saved == shortcut::contradicts));
    write_checkpoint(usual, 6);
    BOOST_TEST((look().saved == shortcut::agrees));

    for (std::uint64_t const offset : {std::uint64_t{0}, ends[5] - 1, ends[5] + 1}) {
        state s;
        for (std::size_t i = 0; i < 6; ++i) s.apply(usual[i]);
        tests::spill(job.checkpoint(), encode(checkpoint{offset, s}));
        auto const found = inspect(storage, job);
        BOOST_TEST((found.saved == shortcut::contradicts));
        BOOST_TEST(found.saved_why.find("byte " + std::to_string(offset)) != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(lines_that_no_run_writes_after_those_before_them_are_found) {
    must_contradict(usual_and({run_started{3, 1, "h", "t"}}), "run 3 behind run 1");
    must_contradict({opened, page}, "before the first run");
    must_contradict(usual_and({run_ended{false, "", "t"}, intent_of("mem_d")}), "behind the end of its run");
    must_contradict(usual_and({run_ended{true, "", "t"}}), "members are left to do");
    must_contradict({opened, run, page_read{1, "", "9", true, 3, 2, 2, {}}}, "more members than it holds");
    must_contradict(usual_and({intent_of("mem_d", 2)}), "page 2, which was not read");
    must_contradict(usual_and({intent_of("mem_d", 0)}), "page 0, which was not read");
    must_contradict(usual_and({intent_of("mem_c")}), "a second intent for member \"mem_c\"");
    must_contradict(usual_and({intent_withdrawn{"mem_a"}}), "is withdrawn, and there is none");
    must_contradict(usual_and({outcome_of("mem_d", 1)}), "without an intent");
    must_contradict(usual_and({outcome_of("mem_c", 0, 2)}), "which was not read");
    must_contradict(usual_and({page_read{2, "10", "20", true, 1, 1, 0, {}}, outcome_of("mem_c", 1, 2)}),
                    "for another page than its intent");
}

BOOST_AUTO_TEST_CASE(a_member_whose_change_was_sent_twice_is_found) {
    must_contradict(usual_and({intent_of("mem_a"), outcome_of("mem_a", 1)}), "sent its change a second time");
}

BOOST_AUTO_TEST_CASE(a_member_that_the_list_gave_again_has_two_outcomes_and_no_harm_was_done) {
    write(usual_and({outcome_of("mem_a", 0)}));
    auto const found = look();
    BOOST_TEST(found.rules.flaw_count() == 0U);
    BOOST_TEST_REQUIRE(found.rules.met_again_count() == 1U);
    BOOST_TEST(found.rules.met_again().front().line == 9U);
    BOOST_TEST(found.rules.met_again().front().offset == ends[7]);
}

BOOST_AUTO_TEST_CASE(few_of_many_flaws_are_kept_and_all_are_counted) {
    auto records = usual;
    for (int i = 0; i < 100; ++i) records.push_back(intent_of("mem_c"));
    write(records);
    auto const rules = look().rules;
    BOOST_TEST(rules.flaw_count() == 100U);
    BOOST_TEST(rules.flaws().size() < 10U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::journal
