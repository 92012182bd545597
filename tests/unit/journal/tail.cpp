#include "core/errors.hpp"
#include "journal/sealed.hpp"
#include "small_job.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::journal {

namespace journal_tail {
namespace {

using tests::intent_of;
using tests::outcome_of;

struct desk : tests::small_job {
    /// Writes these lines with one byte of line number `broken` (from 0) changed.
    void write_broken(std::vector<record> const& records, std::size_t broken) {
        auto text = write(records);
        text.at(ends.at(broken) - 20) = '~';
        tests::spill(job.journal(), text);
    }
    void must_be_torn_behind(std::size_t line) {
        auto const found = replay(storage, job);
        BOOST_TEST(found.offset == ends.at(line));
        BOOST_TEST(found.torn == tests::slurp(job.journal()).size() - ends.at(line));
    }
    void must_be_refused(std::string const& because) {
        auto const before = tests::slurp(job.journal());
        BOOST_CHECK_EXCEPTION(replay(storage, job), core::job_error, [&](core::job_error const& e) {
            BOOST_TEST_CONTEXT(e.what()) BOOST_TEST(std::string(e.what()).find(because) != std::string::npos);
            return e.status() == core::exit_status::internal;
        });
        BOOST_TEST(tests::slurp(job.journal()) == before);
    }
    std::vector<record> usual_and(record const& r) const {
        auto all = usual;
        all.push_back(r);
        return all;
    }
};

} // namespace
} // namespace journal_tail

BOOST_FIXTURE_TEST_SUITE(journal_tail, desk)

BOOST_AUTO_TEST_CASE(outcomes_of_intents_before_the_damage_may_be_what_a_crash_left) {
    write_broken(usual, 5); // the outcome of mem_a; that of mem_b behind it rests on line 4
    must_be_torn_behind(4);
    write_broken(usual, 7);
    must_be_torn_behind(6);
}

BOOST_AUTO_TEST_CASE(an_outcome_behind_the_damage_of_a_change_whose_intent_is_not_before_it_is_refused) {
    for (std::size_t const broken : {2U, 3U, 4U}) { // the page, an intent, another intent
        write_broken(usual, broken);
        must_be_refused("the outcome of member \"mem_");
    }
}

BOOST_AUTO_TEST_CASE(an_outcome_that_needed_no_request_proves_nothing) {
    write_broken({opened, run, page, intent_of("mem_a"), outcome_of("mem_b", 0)}, 3);
    must_be_torn_behind(2);
}

BOOST_AUTO_TEST_CASE(the_beginning_of_a_run_behind_the_damage_is_refused) {
    for (std::size_t broken = 5; broken < usual.size(); ++broken) {
        write_broken(usual_and(run_2), broken);
        must_be_refused("the beginning of run 2");
    }
    write_broken({opened, run, run_2}, 1);
    must_be_refused("the beginning of run 2");
}

BOOST_AUTO_TEST_CASE(so_it_is_where_the_newline_before_it_is_what_was_damaged) {
    auto text = write(usual_and(run_2));
    text.at(ends.at(7) - 1) = '~';
    tests::spill(job.journal(), text);
    must_be_refused("the beginning of run 2");
}

BOOST_AUTO_TEST_CASE(the_beginning_of_a_run_that_is_damaged_itself_may_be_torn) {
    write_broken(usual_and(run_2), usual.size());
    must_be_torn_behind(7);
    auto const text = write(usual_and(run_2));
    for (auto size = ends.at(7) + 1; size < text.size(); ++size) {
        tests::spill(job.journal(), text.substr(0, size));
        must_be_torn_behind(7);
    }
}

BOOST_AUTO_TEST_CASE(data_of_members_that_look_like_a_record_prove_nothing) {
    auto const forged = tests::line_of(run_2);
    auto const sealed_run = forged.substr(0, forged.size() - 1);
    auto as_text = intent_of("mem_c");
    as_text.before = {{"note", sealed_run}};
    auto as_object = intent_of("mem_d");
    as_object.before = parse_sealed(sealed_run);
    auto as_id = intent_of(sealed_run);
    auto as_message = outcome_of("mem_b", 0);
    as_message.message = sealed_run;
    write_broken({opened, run, page, intent_of("mem_b"), as_text, as_object, as_id, as_message}, 3);
    must_be_torn_behind(2);
}

BOOST_AUTO_TEST_CASE(a_checkpoint_makes_no_difference_to_what_stands_behind_it) {
    for (std::size_t covered = 1; covered <= 5; ++covered) {
        write_checkpoint(usual, covered);
        write_broken(usual, 5);
        must_be_torn_behind(4);
        write_broken(usual_and(run_2), 5);
        must_be_refused("the beginning of run 2");
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::journal
