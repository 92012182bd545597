#include "launch/deeds.hpp"

#include "desk.hpp"
#include "files/lines.hpp"
#include "launch/same_failure.hpp"

#include <boost/json/serialize.hpp>

namespace muster::launch {

using core::outcome;
using journal::intent;
using journal::intent_withdrawn;
using journal::member_settled;
using journal::page_read;
using journal::run_started;
using tests::spill;

namespace launch_deeds {
namespace {

page_read page_of(std::uint64_t number, std::string const& from, std::uint64_t matched) {
    page_read p;
    p.number = number;
    p.from = from;
    p.next = from + "x";
    p.more = true;
    p.members = p.matched = matched;
    return p;
}

intent an_intent(std::string const& member, std::string const& email = "") {
    intent i;
    i.member = member;
    i.page = 1;
    i.change = {{"addPlan", {{"planId", "pln_a"}}}};
    i.before = {{"planConnections", nullptr}};
    i.email = email;
    return i;
}

member_settled settled(std::string const& member, outcome o, std::string const& at = "",
                       std::string const& code = "") {
    member_settled s;
    s.member = member;
    s.page = 1;
    s.outcome = o;
    s.attempts = 1;
    s.code = code;
    s.at = at;
    return s;
}

bool everyone(member_settled const&) {
    return true;
}

struct desk : tests::desk {
    /// What a deed says, in one line each.
    std::vector<std::string> read() {
        std::vector<std::string> lines;
        damage = for_each_deed(storage, where, everyone, [&](deed const& d) {
            lines.push_back(d.settled.member + "|" + d.email + "|" + d.at + "|"
                            + boost::json::serialize(d.change) + "|" + boost::json::serialize(d.before));
            return true;
        });
        return lines;
    }

    journal::directory const where = make("job");
    std::optional<journal::flaw> damage;
    int jobs_made = 0;
};

constexpr char const* added = R"({"addPlan":{"planId":"pln_a"}}|{"planConnections":null})";

} // namespace
} // namespace launch_deeds

BOOST_FIXTURE_TEST_SUITE(launch_deeds, desk)

BOOST_AUTO_TEST_CASE(an_outcome_is_joined_with_its_intent) {
    auto no_intent = settled("d", outcome::already);
    no_intent.email = "d@x";
    append(where,
           {run_started{1, 1, "host", "t"}, page_of(1, "", 4), an_intent("a", "a@x"), an_intent("q\"\\"),
            an_intent("never"), intent_withdrawn{"never"}, settled("q\"\\", outcome::done, "10"),
            settled("a", outcome::failed), no_intent, settled("never", outcome::failed, "12")});
    auto const lines = read();
    BOOST_REQUIRE(lines.size() == 4U);
    BOOST_TEST(lines[0] == std::string("q\"\\||10|") + added);
    BOOST_TEST(lines[1] == std::string("a|a@x|10|") + added); // the time of the outcome before it
    BOOST_TEST(lines[2] == "d|d@x|10|null|{}");
    BOOST_TEST(lines[3] == "never||12|null|{}");
    BOOST_TEST(!damage.has_value());
}

BOOST_AUTO_TEST_CASE(a_time_is_not_carried_from_one_run_to_the_next) {
    append(where,
           {run_started{1, 1, "host", "t"}, page_of(1, "", 2), an_intent("a"), an_intent("b"),
            settled("a", outcome::done, "10"), run_started{2, 1, "host", "t"}, settled("b", outcome::done)});
    auto const lines = read();
    BOOST_REQUIRE(lines.size() == 2U);
    BOOST_TEST(lines[1] == std::string("b|||") + added); // its intent is of the run before
}

BOOST_AUTO_TEST_CASE(reading_ends_when_no_more_is_wanted) {
    append(where, {run_started{1, 1, "host", "t"}, page_of(1, "", 2), settled("a", outcome::already),
                   settled("b", outcome::gone)});
    int count = 0;
    for_each_deed(storage, where, everyone, [&](deed const&) { return ++count < 1; });
    BOOST_TEST(count == 1);
    std::string wanted;
    for_each_deed(
        storage, where, [](member_settled const& s) { return s.outcome == outcome::gone; },
        [&](deed const& d) {
            wanted += d.settled.member;
            return true;
        });
    BOOST_TEST(wanted == "b");
}

BOOST_AUTO_TEST_CASE(a_plain_deed_says_the_same) {
    auto odd = an_intent("odd", "o@x");
    odd.change = {{"update", {{"set", {{"n", 0.5}, {"t", "a\nb"}}}}}};
    auto bare = an_intent("bare");
    bare.before = {};
    bare.row = "row";
    auto others = std::vector{an_intent("one"), an_intent("two")};
    for (auto& each : others) each.before = {};
    append(where, {run_started{1, 1, "host", "t"}, page_of(1, "", 8), an_intent("a", "a@x"), odd,
                   settled("a", outcome::done, "10"), settled("odd", outcome::failed), bare,
                   settled("none", outcome::already), settled("bare", outcome::done)});
    std::string shared;
    encode(std::span<intent const>(others), shared);
    storage.open_append(where.journal())->append(shared);
    append(where, {settled("two", outcome::done), settled("one", outcome::gone)});
    auto const all = read();
    std::vector<std::string> either;
    std::string plain;
    for_each_deed(
        storage, where, everyone,
        [&](deed const& d) {
            either.push_back(d.settled.member + "|" + d.email + "|" + d.at + "|"
                             + boost::json::serialize(d.change) + "|" + boost::json::serialize(d.before));
            return true;
        },
        [&](plain_deed const& d) {
            plain += d.settled.member + std::string(d.row) + ";";
            either.push_back(d.settled.member + "|" + std::string(d.email) + "|" + std::string(d.at) + "|"
                             + std::string(d.change.empty() ? "null" : d.change) + "|"
                             + std::string(d.before.empty() ? "{}" : d.before));
            return true;
        });
    BOOST_TEST(plain == "a;none;barerow;");
    BOOST_TEST(either == all, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(damage_is_told_with_its_place) {
    append(where, {run_started{1, 1, "host", "t"}, page_of(1, "", 2), settled("a", outcome::already)});
    auto const size = files::bytes_behind(storage, where.journal(), 0);
    storage.open_append(where.journal())->append("torn\n");
    BOOST_TEST(read().size() == 1U);
    BOOST_TEST(!damage.has_value());
    append(where, {run_started{2, 1, "host", "t"}});
    BOOST_TEST(read().size() == 1U);
    BOOST_REQUIRE(damage.has_value());
    BOOST_TEST(damage->line == 5U);
    BOOST_TEST(damage->offset == size);
}

BOOST_AUTO_TEST_CASE(a_job_that_is_running_is_not_judged) {
    append(where, {run_started{1, 1, "host", "t"}});
    storage.open_append(where.journal())->append("torn\n");
    append(where, {run_started{2, 1, "host", "t"}});
    auto const held = held_job::open(storage, where);
    read();
    BOOST_TEST(!damage.has_value());
}

BOOST_AUTO_TEST_CASE(all_failed_alike) {
    auto const failing = [&](std::vector<std::string> const& codes, outcome more) {
        std::vector<journal::record> records{run_started{1, 1, "host", "t"},
                                             page_of(1, "", codes.size() + 1)};
        journal::state folded;
        for (auto const& code : codes) records.push_back(settled("m" + code, outcome::failed, "", code));
        records.push_back(settled("z", more));
        for (auto const& r : records) folded.apply(r);
        auto const job = make("job-" + std::to_string(++jobs_made));
        append(job, records);
        return same_failure_of_all(storage, job, folded).value_or("none");
    };
    BOOST_TEST(failing({"bad", "bad"}, outcome::already) == "bad");
    BOOST_TEST(failing({"bad", "worse"}, outcome::already) == "none");
    BOOST_TEST(failing({"bad", "bad"}, outcome::done) == "none");
    BOOST_TEST(failing({"bad"}, outcome::already) == "none"); // it may be that member's own fault
    BOOST_TEST(failing({"attempts-exhausted", "attempts-exhausted"}, outcome::already) == "none");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
