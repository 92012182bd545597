#include "launch/held_job.hpp"

#include "core/digest.hpp"
#include "desk.hpp"

namespace muster::launch {

using core::exit_status;
using tests::slurp;
using tests::spill;
using tests::tells;

BOOST_FIXTURE_TEST_SUITE(launch_held_job, tests::desk)

BOOST_AUTO_TEST_CASE(a_new_job_is_on_disk_and_tells_what_it_is) {
    auto held = held_job::create(storage, jobs.where("job"), a_spec(), "sk_sb_0123456789", {});
    auto const found = journal::replay(storage, held.where());
    BOOST_REQUIRE(found.folded.job().has_value());
    auto const& opened = *found.folded.job();
    BOOST_TEST(opened.job == "job");
    BOOST_TEST(opened.spec_hash == core::sha256(slurp(held.where().spec())));
    BOOST_TEST(opened.base_url == "https://admin.memberstack.com");
    BOOST_TEST(opened.key == core::fingerprint("sk_sb_0123456789"));
    BOOST_TEST(opened.at == "1970-01-01T00:00:00.000Z");
    BOOST_TEST((held.read_spec(opened).document == a_spec().document));
    for (auto const& file : {held.where().spec(), held.where().journal(), held.where().lock()})
        BOOST_TEST(slurp(file).find("0123456789") == std::string::npos, "the key is in " << file);
}

BOOST_AUTO_TEST_CASE(a_job_is_made_once) {
    make("job");
    auto const before = slurp(jobs.where("job").journal());
    BOOST_CHECK_EXCEPTION(make("job"), core::job_error, tells(exit_status::usage, "muster resume job"));
    BOOST_TEST(slurp(jobs.where("job").journal()) == before);
}

BOOST_AUTO_TEST_CASE(a_job_is_held_by_one_at_a_time) {
    auto const where = make("job");
    {
        auto const held = held_job::open(storage, where);
        BOOST_TEST(storage.is_locked(where.lock()));
        BOOST_CHECK_EXCEPTION(held_job::open(storage, where), core::job_error,
                              tells(exit_status::busy, "\"pid\":"));
        BOOST_CHECK_EXCEPTION(make("job"), core::job_error, tells(exit_status::busy, "running already"));
    }
    BOOST_TEST(!storage.is_locked(where.lock()));
    held_job::open(storage, where);
}

BOOST_AUTO_TEST_CASE(a_job_that_cannot_be_made_is_told_before_anything_is_sent) {
    spill(path / "state", "in the way");
    BOOST_CHECK_EXCEPTION(make("job"), core::job_error, tells(exit_status::usage, "Nothing was sent."));
}

BOOST_AUTO_TEST_CASE(a_spec_that_an_older_muster_let_pass_is_refused_with_what_to_do) {
    auto held = held_job::open(storage, make("job"));
    std::string const old = R"({"name": "n", "provider": {"kind": "memberstack", "key": {"env": "K"}},
        "where": {"customFields.country": {"eq": "x"}}, "operation": {"addPlan": {"planId": "pln_a"}}})";
    spill(held.where().spec(), old);
    journal::job_opened opened;
    opened.spec_hash = core::sha256(old);
    BOOST_CHECK_EXCEPTION(held.read_spec(opened), core::job_error,
                          tells(exit_status::usage, "write \"equals\""));
    BOOST_CHECK_EXCEPTION(held.read_spec(opened), core::job_error,
                          tells(exit_status::usage, "start a new job"));
}

BOOST_AUTO_TEST_CASE(another_spec_than_at_the_start_is_refused) {
    auto const where = make("job");
    auto held = held_job::open(storage, where);
    auto const opened = *journal::replay(storage, where).folded.job();
    spill(where.spec(), slurp(where.spec()) + " ");
    BOOST_CHECK_EXCEPTION(held.read_spec(opened), core::job_error, tells(exit_status::usage, "SHA-256"));
    storage.remove(where.spec());
    BOOST_CHECK_EXCEPTION(held.read_spec(opened), core::job_error, tells(exit_status::usage, "SHA-256"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
