#include "launch/take_up.hpp"

#include "core/digest.hpp"
#include "desk.hpp"

namespace muster::launch {

using core::exit_status;
using tests::slurp;
using tests::spill;
using tests::tells;

namespace launch_take_up {
namespace {

struct no : std::exception {};

struct desk : tests::desk {
    /// Terms that count how often they were asked for the last word.
    terms counting(bool live = false) {
        return {live, [this](spec::spec const&, std::string const& key, journal::state const&) {
                    ++asked;
                    asked_with = key;
                }};
    }
    static terms refusing() {
        return {true, [](spec::spec const&, std::string const&, journal::state const&) { throw no(); }};
    }
    /// Begins a job, which never runs, and lets go of it.
    journal::directory begun(std::string const& id) { return begin(jobs, a_spec(), id, {}).held.where(); }

    int asked = 0;
    std::string asked_with;
};

} // namespace
} // namespace launch_take_up

BOOST_FIXTURE_TEST_SUITE(launch_take_up, desk)

BOOST_AUTO_TEST_CASE(a_new_job_is_ready_and_held) {
    auto const job = begin(jobs, a_spec(), "job", counting());
    BOOST_TEST(job.held.where().root == jobs.find("job").root);
    BOOST_TEST(job.key == "sk_sb_0123456789");
    BOOST_TEST(job.spec.name == "n");
    BOOST_TEST(job.found.folded.runs() == 0U);
    BOOST_TEST(storage.is_locked(job.held.where().lock()));
    BOOST_TEST(asked == 1);
    BOOST_TEST(asked_with == job.key);
}

BOOST_AUTO_TEST_CASE(a_new_job_without_an_id_gets_one_of_its_own) {
    auto const one = begin(jobs, a_spec(), "", {}), another = begin(jobs, a_spec(), "", {});
    BOOST_TEST(one.held.where().id.starts_with("n-2"));
    BOOST_TEST(one.held.where().id != another.held.where().id);
}

BOOST_AUTO_TEST_CASE(a_live_key_needs_somebody_to_say_live) {
    use_key("sk_live_0123456789");
    BOOST_CHECK_EXCEPTION(begin(jobs, a_spec(), "job", counting()), core::job_error,
                          tells(exit_status::refused, "--live"));
    BOOST_TEST(asked == 0);
    begin(jobs, a_spec(), "by-user", counting(true));
    begin(jobs, a_spec(R"(, "live": true)"), "by-spec", counting());
    BOOST_TEST(asked == 2);
    BOOST_CHECK_EXCEPTION(take_up(jobs, "by-user", counting()), core::job_error,
                          tells(exit_status::refused, "--live"));
    BOOST_TEST(take_up(jobs, "by-user", counting(true)).has_value());
    BOOST_TEST(take_up(jobs, "by-spec", counting()).has_value());
}

BOOST_AUTO_TEST_CASE(a_job_that_was_refused_was_never_made) {
    use_key("sk_live_0123456789");
    BOOST_CHECK_THROW(begin(jobs, a_spec(), "job", {}), core::job_error);
    BOOST_CHECK_THROW(begin(jobs, a_spec(), "job", refusing()), no);
    BOOST_CHECK_EXCEPTION(begin(jobs, a_spec(), "../job", {true, {}}), core::job_error,
                          tells(exit_status::usage, "--job-id"));
    storage.remove(key_file);
    BOOST_CHECK_EXCEPTION(begin(jobs, a_spec(), "job", {true, {}}), core::job_error,
                          tells(exit_status::refused, key_file.string()));
    BOOST_TEST(!std::filesystem::exists(path / "state"));
}

BOOST_AUTO_TEST_CASE(a_job_is_taken_up_as_it_was_left) {
    auto const where = begun("job");
    append(where, {journal::run_started{1, 1, "host", "t"}, journal::page_read{1, "", "9", true, 5, 0, 0, {}},
                   journal::run_ended{false, "stopped", "t"}});
    auto const job = take_up(jobs, "job", counting());
    BOOST_REQUIRE(job.has_value());
    BOOST_TEST(job->found.folded.runs() == 1U);
    BOOST_TEST(job->found.folded.low_water() == "9");
    BOOST_TEST(job->key == "sk_sb_0123456789");
    BOOST_TEST(storage.is_locked(where.lock()));
    BOOST_TEST(asked == 1);
    BOOST_CHECK_EXCEPTION(take_up(jobs, "job", {}), core::job_error, tells(exit_status::busy, "job"));
}

BOOST_AUTO_TEST_CASE(a_torn_tail_is_cut_off_before_it_goes_on_and_not_if_it_does_not) {
    auto const where = begun("job");
    auto const sound = slurp(where.journal());
    spill(where.journal(), sound + "{\"t\":\"ru");
    BOOST_CHECK_THROW(take_up(jobs, "job", refusing()), no);
    BOOST_TEST(slurp(where.journal()) == sound + "{\"t\":\"ru");
    BOOST_TEST(take_up(jobs, "job", {})->found.torn == 8U);
    BOOST_TEST(slurp(where.journal()) == sound);
}

BOOST_AUTO_TEST_CASE(a_complete_job_is_not_taken_up) {
    auto const where = begun("job");
    append(where, {journal::run_started{1, 1, "host", "t"}, journal::page_read{1, "", "", false, 0, 0, 0, {}},
                   journal::run_ended{true, "", "t"}});
    storage.remove(key_file); // nobody needs it any more
    BOOST_TEST(!take_up(jobs, "job", counting()).has_value());
    BOOST_TEST(asked == 0);
    BOOST_TEST(!storage.is_locked(where.lock()));
}

BOOST_AUTO_TEST_CASE(another_key_than_at_the_start_is_refused) {
    begun("job");
    use_key("sk_sb_another789");
    BOOST_CHECK_EXCEPTION(take_up(jobs, "job", counting()), core::job_error,
                          tells(exit_status::refused, "another application"));
    BOOST_CHECK_EXCEPTION(take_up(jobs, "job", counting()), core::job_error,
                          tells(exit_status::refused, "--new-key"));
    BOOST_TEST(asked == 0);
}

BOOST_AUTO_TEST_CASE(a_new_key_is_taken_with_a_word_where_nothing_can_tell_yet_whose_it_is) {
    begun("job");
    use_key("sk_sb_another789");
    auto under = counting();
    under.new_key = true;
    auto const job = take_up(jobs, "job", under);
    BOOST_REQUIRE(job.has_value());
    BOOST_TEST(job->key == "sk_sb_another789");
    BOOST_TEST(job->doubt.find("no member yet") != std::string::npos);
    BOOST_TEST(asked == 1);
}

BOOST_AUTO_TEST_CASE(the_key_of_the_last_run_is_the_one_that_counts) {
    auto const where = begun("job");
    append(where, {journal::run_started{1, 1, "host", "t", false, core::fingerprint("sk_sb_another789")},
                   journal::run_ended{false, "stopped", "t"}});
    BOOST_CHECK_EXCEPTION(take_up(jobs, "job", counting()), core::job_error,
                          tells(exit_status::refused, "--new-key"));
    use_key("sk_sb_another789");
    auto const job = take_up(jobs, "job", counting());
    BOOST_REQUIRE(job.has_value());
    BOOST_TEST(job->doubt == "");
}

BOOST_AUTO_TEST_CASE(a_job_that_is_not_there_cannot_be_taken_up) {
    BOOST_CHECK_EXCEPTION(take_up(jobs, "job", {}), core::job_error,
                          tells(exit_status::usage, "there is no job job"));
}

BOOST_AUTO_TEST_CASE(a_disk_in_trouble_leaves_the_job_as_it_was) {
    auto const where = begun("job");
    storage.remove(where.journal());
    std::filesystem::create_directory(where.journal());
    BOOST_CHECK_EXCEPTION(take_up(jobs, "job", {}), core::job_error,
                          tells(exit_status::stopped, "the job is as it was"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
