#include "core/errors.hpp"
#include "journal/sealed.hpp"
#include "small_job.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

BOOST_AUTO_TEST_SUITE(journal_shared_line)

using namespace muster;
using namespace muster::journal;
using namespace muster::journal::tests;

namespace {

template <class Record>
std::string lines_of(std::vector<Record> const& all) {
    std::string text;
    encode(all, text);
    return text;
}

std::size_t lines_in(std::string const& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// All records of these lines.
std::vector<record> records_of(std::string_view text) {
    std::vector<record> all;
    while (!text.empty()) {
        auto const end = text.find('\n');
        decode(text.substr(0, end), [&](record&& r) { all.push_back(std::move(r)); });
        text.remove_prefix(end + 1);
    }
    return all;
}

/// They come back as they were, each by itself.
template <class Record>
void come_back(std::vector<Record> const& all) {
    auto const back = records_of(lines_of(all));
    BOOST_TEST_REQUIRE(back.size() == all.size());
    for (std::size_t i = 0; i < all.size(); ++i) BOOST_TEST(line_of(back[i]) == line_of(all[i]));
}

} // namespace

BOOST_AUTO_TEST_CASE(intents_that_differ_in_whose_they_are_share_a_line) {
    std::vector<intent> all;
    for (int i = 0; i < 1000; ++i) all.push_back(intent_of("mem_" + std::to_string(i)));
    BOOST_TEST(lines_in(lines_of(all)) == 1U);
    BOOST_TEST(lines_of(all).size() < all.size() * 12);
    come_back(all);
}

BOOST_AUTO_TEST_CASE(any_other_difference_begins_another_line) {
    auto const a = intent_of("a");
    auto other_page = intent_of("b", 2);
    auto other_change = intent_of("b");
    other_change.change = {{"delete", boost::json::object()}};
    auto with_before = intent_of("b");
    with_before.before["x"] = 1;
    for (auto const& b : {other_page, other_change, with_before}) {
        std::vector<intent> const all{a, a, b, b, a};
        BOOST_TEST(lines_in(lines_of(all))
                   == (b.before.empty() ? 3U : 4U)); // what is overwritten is one's own
        come_back(all);
    }
}

BOOST_AUTO_TEST_CASE(outcomes_share_a_line_where_they_are_alike) {
    auto const usual = outcome_of("a", 1);
    std::vector<member_settled> others(8, usual);
    others[0].page = 2;
    others[1].outcome = core::outcome::already;
    others[2].attempts = 2;
    others[3].code = "c";
    others[4].message = "m";
    others[5].read_back = true;
    others[6].at = "2026-01-01T00:00:00Z";
    others[7].made = "mem_new";
    for (auto const& other : others) {
        std::vector<member_settled> const all{usual, usual, other, usual};
        // A time that is told is told by the first of its line, and the next may share that.
        BOOST_TEST(lines_in(lines_of(all)) == (other.at.empty() ? 3U : 2U));
        come_back(all);
    }
}

BOOST_AUTO_TEST_CASE(addresses_are_kept_beside_the_ids) {
    auto a = intent_of("a");
    auto b = intent_of("b");
    b.email = "b@example.com";
    BOOST_TEST(lines_in(lines_of(std::vector{a, b})) == 1U);
    come_back(std::vector{a, b});
    auto settled = outcome_of("c", 0);
    settled.email = "c \"quoted\" \n@example.com";
    come_back(std::vector{outcome_of("d", 0), settled});
}

BOOST_AUTO_TEST_CASE(one_alone_has_a_line_as_ever) {
    BOOST_TEST(lines_of(std::vector{intent_of("a")}) == line_of(intent_of("a")));
    BOOST_TEST(lines_of(std::vector{outcome_of("a", 1)}) == line_of(outcome_of("a", 1)));
    BOOST_TEST(lines_of(std::vector<intent>()).empty());
}

BOOST_AUTO_TEST_CASE(a_shared_line_is_no_single_record) {
    auto line = lines_of(std::vector{intent_of("a"), intent_of("b")});
    line.pop_back();
    BOOST_CHECK_THROW(decode(line), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_refused) {
    auto const refused = [](std::string fields) {
        fields.insert(0, "{\"t\":");
        seal(fields, 0);
        fields.pop_back();
        BOOST_CHECK_THROW(decode(fields, [](record&&) {}), std::invalid_argument);
    };
    refused(R"("intents","page":1,"change":{},"ids":[])");
    refused(R"("intents","page":1,"change":{},"ids":["a",2])");
    refused(R"("intents","page":1,"change":{})");
    refused(R"("intents","page":1,"ids":["a"])");
    refused(R"("intents","page":1,"change":{},"ids":["a","b"],"emails":["x"])");
    refused(R"("intents","page":1,"change":{},"ids":["a"],"emails":[1])");
    refused(R"("outcomes","page":1,"outcome":"fine","attempts":1,"ids":["a"])");
    refused(R"("outcomes","page":1,"outcome":"done","ids":["a"])");
}

BOOST_FIXTURE_TEST_CASE(a_replay_folds_each_of_them, small_job) {
    auto text = write({opened, run, page});
    std::vector const intents{intent_of("mem_a"), intent_of("mem_b"), intent_of("mem_c")};
    std::vector const outcomes{outcome_of("mem_a", 1), outcome_of("mem_b", 1)};
    encode(intents, text);
    encode(outcomes, text);
    spill(job.journal(), text);
    auto const found = replay(storage, job);
    BOOST_TEST(found.folded.totals().of(core::outcome::done) == 2U);
    BOOST_TEST(found.folded.pending().size() == 1U);
    BOOST_TEST(found.folded.pending().contains("mem_c"));
    BOOST_TEST(found.recent.size() == 2U);
    BOOST_TEST(found.offset == text.size());
}

BOOST_FIXTURE_TEST_CASE(a_job_of_version_1_is_read, small_job) {
    auto old = std::get<job_opened>(opened);
    old.version = 1;
    write({old, run, page, intent_of("mem_a")});
    auto const found = replay(storage, job);
    BOOST_TEST(found.folded.job()->version == 1U);
    BOOST_TEST(found.folded.pending().size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(outcomes_behind_a_torn_intent_prove_damage, small_job) {
    auto text = write({opened, run, page});
    auto const sound = text.size();
    encode(std::vector{intent_of("mem_a"), intent_of("mem_b")}, text);
    text[sound + 20] ^= 1; // not its newline
    encode(std::vector{outcome_of("mem_a", 1), outcome_of("mem_b", 1)}, text);
    spill(job.journal(), text);
    BOOST_CHECK_THROW(replay(storage, job), core::job_error);
}

BOOST_AUTO_TEST_SUITE_END()
