#include "journal/replay.hpp"

#include "../printing.hpp"
#include "../scratch.hpp"
#include "core/errors.hpp"
#include "files/posix_storage.hpp"
#include "history.hpp"
#include "journal/checkpoint.hpp"
#include "journal/sealed.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::journal {

namespace journal_replay {
namespace {

std::string text(state const& s) {
    return boost::json::serialize(s.save());
}

/// A job on disk whose journal is a made-up history.
struct desk : tests::scratch {
    desk() {
        storage.make_directories(job.root);
        for (auto const& r : past.records()) {
            encode(r, bytes);
            ends.push_back(bytes.size());
        }
        tests::spill(job.journal(), bytes);
    }

    /// The state after the whole lines of the first `size` bytes.
    state folded(std::size_t size) const {
        state s;
        for (std::size_t i = 0; i < ends.size() && ends[i] <= size; ++i) s.apply(past.records()[i]);
        return s;
    }
    void save_checkpoint(std::size_t line) {
        tests::spill(job.checkpoint(), encode(checkpoint{ends.at(line), folded(ends.at(line))}));
    }
    void must_be_refused(std::string const& because) {
        BOOST_CHECK_EXCEPTION(replay(storage, job), core::job_error, [&](core::job_error const& e) {
            BOOST_TEST(e.status() == core::exit_status::internal);
            BOOST_TEST_CONTEXT(e.what()) BOOST_TEST(std::string(e.what()).find(because) != std::string::npos);
            return true;
        });
    }

    files::posix_storage storage;
    directory const job{path, "job"};
    tests::history const past{5, tests::cursors::up};
    std::string bytes;
    std::vector<std::size_t> ends; // where each line ends
};

void flip(std::filesystem::path const& file, std::size_t at) {
    auto content = tests::slurp(file);
    content.at(at) = static_cast<char>(content.at(at) ^ 1);
    tests::spill(file, content);
}

} // namespace
} // namespace journal_replay

BOOST_FIXTURE_TEST_SUITE(journal_replay, desk)

BOOST_AUTO_TEST_CASE(a_whole_journal_is_folded_line_by_line) {
    auto const found = replay(storage, job);
    BOOST_TEST(text(found.folded) == text(past.end()));
    BOOST_TEST(found.offset == bytes.size());
    BOOST_TEST(found.torn == 0U);
    BOOST_TEST(found.covered == 0U);
}

BOOST_AUTO_TEST_CASE(a_checkpoint_that_counts_rows_twice_is_not_gone_by_but_for_what_was_durable) {
    auto saved = folded(ends.at(20)).save();
    saved.erase("settledMembers");
    saved["seen"] = 4711;
    // The program of before wrote no such field, and so its text is not what encode() gives.
    boost::json::object all{{"format", "muster-checkpoint"}, {"version", 2}, {"journalOffset", ends.at(20)}};
    all["state"] = std::move(saved);
    auto line = boost::json::serialize(all);
    line.pop_back();
    seal(line, 0);
    tests::spill(job.checkpoint(), line);
    auto const found = replay(storage, job);
    BOOST_TEST(text(found.folded) == text(past.end()));
    BOOST_TEST(found.covered == 0U);
    tests::spill(job.journal(), bytes.substr(0, ends.at(19)));
    must_be_refused("it is shorter");
}

BOOST_AUTO_TEST_CASE(a_checkpoint_anywhere_gives_the_same_state) {
    for (std::size_t line = 0; line < ends.size(); line += 7) {
        save_checkpoint(line);
        auto const found = replay(storage, job);
        BOOST_REQUIRE_EQUAL(found.covered, ends[line]);
        BOOST_REQUIRE_EQUAL(text(found.folded), text(past.end()));
        BOOST_REQUIRE_EQUAL(found.offset, bytes.size());
    }
}

BOOST_AUTO_TEST_CASE(every_length_that_a_crash_can_leave_goes_on_from_the_last_whole_line) {
    std::size_t line = 0;
    for (auto size = ends.front(); size <= bytes.size(); ++size) {
        if (line + 1 < ends.size() && ends[line + 1] <= size) ++line;
        bool const near_an_end =
            size - ends[line] < 2 || (line + 1 < ends.size() && ends[line + 1] - size < 3);
        if (!near_an_end && size % 11 != 0 && line > 3) continue; // all of the first lines, and samples
        tests::spill(job.journal(), bytes.substr(0, size));
        auto const found = replay(storage, job);
        BOOST_REQUIRE_EQUAL(found.offset, ends[line]);
        BOOST_REQUIRE_EQUAL(found.torn, size - ends[line]);
        BOOST_REQUIRE_EQUAL(text(found.folded), text(folded(size)));
        cut_torn_tail(storage, job, found);
        BOOST_REQUIRE_EQUAL(tests::slurp(job.journal()), bytes.substr(0, ends[line]));
        auto const kept = job.root / ("journal.torn-" + std::to_string(ends[line]));
        BOOST_REQUIRE_EQUAL(std::filesystem::exists(kept), size > ends[line]);
        BOOST_REQUIRE_EQUAL(tests::slurp(kept), bytes.substr(ends[line], size - ends[line]));
        std::filesystem::remove(kept);
        BOOST_REQUIRE_EQUAL(replay(storage, job).torn, 0U);
    }
}

BOOST_AUTO_TEST_CASE(bytes_cut_at_one_place_by_two_crashes_are_all_kept) {
    auto const torn_by_a_crash = [&](std::string const& tail) {
        tests::spill(job.journal(), bytes + tail);
        cut_torn_tail(storage, job, replay(storage, job));
    };
    for (auto const* const tail : {"first", "second one", "first"}) torn_by_a_crash(tail);
    auto const kept = job.root / ("journal.torn-" + std::to_string(bytes.size()));
    BOOST_TEST(tests::slurp(kept) == "first");
    BOOST_TEST(tests::slurp(kept.string() + "-2") == "second one");
    BOOST_TEST(!std::filesystem::exists(kept.string() + "-3"));
}

BOOST_AUTO_TEST_CASE(a_first_line_that_is_not_whole_is_refused) {
    for (std::size_t size = 0; size < ends.front(); ++size) {
        tests::spill(job.journal(), bytes.substr(0, size));
        BOOST_REQUIRE_THROW(replay(storage, job), core::job_error);
    }
}

BOOST_AUTO_TEST_CASE(a_missing_journal_is_refused) {
    std::filesystem::remove(job.journal());
    must_be_refused("there is none");
}

BOOST_AUTO_TEST_CASE(damage_before_the_checkpoint_is_refused) {
    save_checkpoint(20);
    for (std::size_t at = 0; at < ends[20]; at += 5) {
        tests::spill(job.journal(), bytes);
        flip(job.journal(), at);
        BOOST_REQUIRE_THROW(replay(storage, job), core::job_error);
    }
    tests::spill(job.journal(), bytes);
    flip(job.journal(), ends[10] + 3);
    must_be_refused("checksum");
}

BOOST_AUTO_TEST_CASE(a_journal_shorter_than_its_checkpoint_is_refused) {
    save_checkpoint(20);
    tests::spill(job.journal(), bytes.substr(0, ends[19]));
    must_be_refused("shorter");
    tests::spill(job.journal(), bytes.substr(0, ends[20] - 1));
    must_be_refused("shorter");
}

BOOST_AUTO_TEST_CASE(a_checkpoint_that_cannot_be_used_is_passed_over) {
    auto const whole = text(past.end());
    for (auto const* const garbage : {"", "{}\n", "garbage"}) {
        tests::spill(job.checkpoint(), garbage);
        auto const found = replay(storage, job);
        BOOST_TEST(found.covered == 0U);
        BOOST_TEST(text(found.folded) == whole);
    }
    save_checkpoint(20);
    flip(job.checkpoint(), 60);
    BOOST_TEST(replay(storage, job).covered == 0U);
}

BOOST_AUTO_TEST_CASE(another_version_is_refused_and_not_started_over) {
    std::string other =
        R"({"t":"job","format":"muster-journal","version":3,"job":"j","spec":"","baseUrl":"","key":"","at":"")";
    seal(other, 0);
    tests::spill(job.journal(), other + bytes.substr(ends.front()));
    must_be_refused("version is 3");
}

BOOST_AUTO_TEST_CASE(a_journal_that_begins_with_something_else_is_refused) {
    tests::spill(job.journal(), bytes.substr(ends.front()));
    must_be_refused("job record");
}

BOOST_AUTO_TEST_CASE(a_sound_line_that_makes_no_sense_is_refused_rather_than_cut) {
    std::string unknown = R"({"t":"of-a-newer-program")";
    seal(unknown, 0);
    tests::spill(job.journal(), bytes.substr(0, ends[5]) + unknown + bytes.substr(ends[5]));
    must_be_refused("unknown record type");
    BOOST_CHECK_THROW(for_each_record(storage, job.journal(), [](record const&) {}), core::job_error);

    std::string gap;
    encode(page_read{9999, "elsewhere", "x", true, 0, 0, 0, std::nullopt}, gap);
    tests::spill(job.journal(), bytes.substr(0, ends[5]) + gap);
    must_be_refused("does not follow");
}

BOOST_AUTO_TEST_CASE(the_members_settled_last_are_known_with_and_without_a_checkpoint) {
    std::vector<std::string> expected;
    for (auto const& r : past.records())
        if (auto const* const s = std::get_if<member_settled>(&r)) expected.push_back(s->member);
    auto const check = [&] {
        auto const recent = replay(storage, job).recent;
        BOOST_TEST(recent == expected, boost::test_tools::per_element());
    };
    check();
    save_checkpoint(ends.size() - 1);
    check();
}

BOOST_AUTO_TEST_CASE(no_more_than_the_last_ten_thousand_are_kept) {
    std::string all = bytes.substr(0, ends.front());
    encode(run_started{1, 1, "h", "t"}, all);
    std::uint64_t const total = recent_members + 500;
    page_read p{1, "", "x", false, total, total, 0, std::nullopt};
    encode(p, all);
    for (std::uint64_t i = 0; i < total; ++i)
        encode(member_settled{"mem_" + std::to_string(i), 1, core::outcome::done, 1, "", "", false}, all);
    tests::spill(job.journal(), all);
    auto const recent = replay(storage, job).recent;
    BOOST_TEST(recent.size() == recent_members);
    BOOST_TEST(recent.front() == "mem_500");
    BOOST_TEST(recent.back() == "mem_" + std::to_string(total - 1));
}

BOOST_AUTO_TEST_CASE(lines_longer_than_a_read_are_whole) {
    std::string all = bytes.substr(0, ends.front());
    encode(run_started{1, 1, std::string(3U << 20U, 'h'), "t"}, all);
    tests::spill(job.journal(), all + "torn");
    auto const found = replay(storage, job);
    BOOST_TEST(found.folded.last_run()->host.size() == 3U << 20U);
    BOOST_TEST(found.offset == all.size());
    BOOST_TEST(found.torn == 4U);
}

BOOST_AUTO_TEST_CASE(a_glance_says_the_same_wherever_the_checkpoint_stands) {
    BOOST_TEST(!glance(storage, job)); // without one, all of the journal is to be read
    for (std::size_t line = 0; line < ends.size(); line += 3) {
        save_checkpoint(line);
        auto const found = glance(storage, job);
        BOOST_REQUIRE(found);
        BOOST_REQUIRE_EQUAL(found->covered, ends[line]);
        BOOST_REQUIRE_EQUAL(found->offset, bytes.size());
        BOOST_REQUIRE_EQUAL(text(found->folded), text(past.end()));
    }
}

BOOST_AUTO_TEST_CASE(a_glance_leaves_what_is_not_as_it_should_be_to_a_replay) {
    auto const is_left = [&](std::string const& journal) {
        tests::spill(job.journal(), journal);
        return !glance(storage, job);
    };
    save_checkpoint(20);
    BOOST_TEST(!is_left(bytes));
    BOOST_TEST(!is_left(bytes.substr(0, ends[20])));
    BOOST_TEST(!is_left(bytes + "torn"));
    BOOST_TEST(is_left(bytes + "torn\n"));
    BOOST_TEST(is_left(bytes.substr(0, ends[20] - 1)));
    BOOST_TEST(is_left(bytes.substr(0, ends[19])));
    BOOST_TEST(is_left("x" + bytes));
    for (auto const at : {ends[19] + 5, ends[20] + 5}) {
        auto damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        BOOST_TEST(is_left(damaged));
    }
    std::string gap;
    encode(page_read{9999, "elsewhere", "x", true, 0, 0, 0, std::nullopt}, gap);
    BOOST_TEST(is_left(bytes + gap));
    flip(job.checkpoint(), 60);
    BOOST_TEST(is_left(bytes));
}

BOOST_AUTO_TEST_CASE(what_intents_left_in_doubt_change_is_known) {
    std::vector<intent> shared{{"a", 1, {{"delete", boost::json::object()}}, {}}, {"b", 1, {}, {}}};
    shared[1].change = shared[0].change;
    std::string all = bytes.substr(0, ends.front());
    encode(run_started{1, 1, "h", "t"}, all);
    encode(page_read{1, "", "x", false, 4, 4, 0, std::nullopt}, all);
    encode(std::span<intent const>(shared), all);
    encode(intent{"c", 1, {{"addPlan", {{"planId", "first"}}}}, {}}, all);
    encode(intent_withdrawn{"c"}, all);
    encode(intent{"c", 1, {{"addPlan", {{"planId", "second"}}}}, {{"plan", 1}}}, all);
    encode(member_settled{"a", 1, core::outcome::done, 1, "", "", false}, all);
    tests::spill(job.journal(), all);
    auto const found = replay(storage, job);
    auto const& pending = found.folded.pending();
    BOOST_TEST(pending.size() == 2U);
    BOOST_TEST((pending.at("b").change == shared[0].change));
    BOOST_TEST((pending.at("c").change == boost::json::value{{"addPlan", {{"planId", "second"}}}}));
    BOOST_TEST((pending.at("c").before == boost::json::object{{"plan", 1}}));
}

BOOST_AUTO_TEST_CASE(each_record_is_shown_in_order_up_to_the_torn_tail) {
    tests::spill(job.journal(), bytes + "{\"t\":\"outcome");
    std::string again;
    for_each_record(storage, job.journal(), [&](record const& r) { encode(r, again); });
    BOOST_TEST(again == bytes);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::journal
