#include "launch/repair.hpp"

#include "desk.hpp"
#include "launch/checkup.hpp"

#include <algorithm>

namespace muster::launch {

using core::exit_status;
using tests::mode;
using tests::slurp;
using tests::spill;
using tests::tells;
using grade = finding::grade;

namespace launch_checkup_and_repair {
namespace {

struct desk : tests::desk {
    checkup check() { return check_job(storage, where); }
    bool finds(std::string const& what, grade how) {
        auto const all = check().findings;
        return std::any_of(all.begin(), all.end(),
                           [&](finding const& f) { return f.what == what && f.how == how; });
    }

    journal::directory const where = make("job");
    std::string const sound = slurp(where.journal());
};

} // namespace
} // namespace launch_checkup_and_repair

BOOST_FIXTURE_TEST_SUITE(launch_checkup_and_repair, desk)

BOOST_AUTO_TEST_CASE(a_sound_job_is_left_alone) {
    auto const found = check();
    BOOST_TEST(!found.damaged());
    BOOST_TEST(!found.repairable);
    BOOST_TEST(found.spec_is_sound);
    BOOST_TEST(!found.sends_raw_requests);
    for (auto const& f : found.findings) BOOST_TEST((f.how == grade::sound), f.what << ": " << f.says);
    BOOST_TEST(repair_job(storage, where).empty());
}

BOOST_AUTO_TEST_CASE(a_crash_leaves_what_can_be_mended) {
    spill(where.journal(), sound + "{\"t\":\"ru");
    spill(where.root / "checkpoint.json.new", "");
    storage.set_mode(where.root / "checkpoint.json.new", 0600);
    storage.set_mode(where.spec(), 0644);
    BOOST_TEST(!check().damaged());
    BOOST_TEST(check().repairable);
    BOOST_TEST(finds("spec.json", grade::warning));
    BOOST_TEST(finds("journal.jsonl", grade::note));
    BOOST_TEST(repair_job(storage, where).size() == 3U);
    BOOST_TEST(slurp(where.journal()) == sound);
    BOOST_TEST(slurp(where.torn_tail(sound.size(), 1)) == "{\"t\":\"ru");
    BOOST_TEST(mode(where.spec()) == 0600U);
    BOOST_TEST(!check().repairable);
}

BOOST_AUTO_TEST_CASE(a_checkpoint_that_cannot_be_used_is_kept_under_another_name) {
    for (unsigned const n : {1U, 2U}) {
        spill(where.checkpoint(), "not one " + std::to_string(n));
        storage.set_mode(where.checkpoint(), 0600);
        BOOST_TEST(finds("checkpoint.json", grade::damaged));
        BOOST_TEST(repair_job(storage, where).size() == 1U);
        BOOST_TEST(slurp(where.bad_checkpoint(n)) == "not one " + std::to_string(n));
        BOOST_TEST(!check().damaged());
    }
}

BOOST_AUTO_TEST_CASE(of_a_damaged_journal_nothing_is_touched) {
    spill(where.journal(), "x" + sound);
    storage.set_mode(where.journal(), 0600);
    spill(where.root / "checkpoint.json.new", "may tell more");
    storage.set_mode(where.root / "checkpoint.json.new", 0600);
    BOOST_TEST(check().damaged());
    BOOST_TEST(finds("journal.jsonl", grade::damaged));
    BOOST_TEST(repair_job(storage, where).empty());
    BOOST_TEST(slurp(where.journal()) == "x" + sound);
    BOOST_TEST(slurp(where.root / "checkpoint.json.new") == "may tell more");
}

BOOST_AUTO_TEST_CASE(a_spec_that_is_gone_or_another_is_damage) {
    spill(where.spec(), slurp(where.spec()) + " ");
    BOOST_TEST(finds("spec.json", grade::damaged));
    storage.remove(where.spec());
    BOOST_TEST(finds("spec.json", grade::damaged));
    BOOST_TEST(!check().spec_is_sound);
}

BOOST_AUTO_TEST_CASE(a_running_job_is_not_repaired) {
    auto const held = held_job::open(storage, where);
    BOOST_CHECK_EXCEPTION(repair_job(storage, where), core::job_error,
                          tells(exit_status::busy, "Nothing was changed"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
