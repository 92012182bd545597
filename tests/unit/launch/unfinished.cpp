#include "launch/unfinished.hpp"

#include "desk.hpp"
#include "launch/held_job.hpp"
#include "source/file_digest.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

namespace muster::launch {

namespace launch_unfinished {
namespace {

struct desk : tests::desk {
    /// A job of this spec that was begun at this second, and let go of; `complete` = its run ended well.
    void have(std::string const& id, spec::spec const& spec, bool complete = false, long second = 0) {
        core::wall_time const at{std::chrono::seconds(second)};
        auto const where = held_job::create(storage, jobs.where(id), spec, "sk_sb_0123456789", at).where();
        if (complete)
            append(where, {journal::run_started{1, 1, "h", "t"}, journal::run_ended{true, "", "t"}});
    }
    std::string of_spec(spec::spec const& spec) { return find_unfinished(jobs, spec).of_spec.value_or(""); }
};

constexpr auto other = R"(, "where": {"a": 1})";

} // namespace
} // namespace launch_unfinished

BOOST_FIXTURE_TEST_SUITE(launch_unfinished, desk)

BOOST_AUTO_TEST_CASE(where_there_is_none_none_is_found) {
    BOOST_TEST(of_spec(a_spec()).empty());
    have("done", a_spec(), true);
    BOOST_TEST(of_spec(a_spec()).empty());
}

BOOST_AUTO_TEST_CASE(an_unfinished_job_of_the_spec_is_found_and_of_two_the_newer) {
    have("z", a_spec());
    BOOST_TEST(of_spec(a_spec()) == "z");
    have("a", a_spec(), false, 1);
    BOOST_TEST(of_spec(a_spec()) == "a");
}

BOOST_AUTO_TEST_CASE(one_of_another_spec_of_that_name_is_only_named) {
    have("job", a_spec(other));
    auto const found = find_unfinished(jobs, a_spec());
    BOOST_TEST(!found.of_spec.has_value());
    BOOST_TEST(found.of_name == std::vector<std::string>{"job"}, boost::test_tools::per_element());
    BOOST_TEST(of_spec(a_spec(other)) == "job");
}

BOOST_AUTO_TEST_CASE(one_whose_where_asked_another_file_is_only_named) {
    auto const file = path / "keys.csv";
    auto const asking = [&] {
        return a_spec(R"(, "where": {"id": {"in": {"file": ")" + file.string() + R"(", "column": "id"}}})");
    };
    tests::spill(file, "id\nmem_1\n");
    held_job::create(storage, jobs.where("job"), asking(), "sk_sb_0123456789", {},
                     {.key_lists = {source::file_digest(storage, file)}});
    BOOST_TEST(of_spec(asking()) == "job");
    tests::spill(file, "id\nmem_2\n");
    auto const found = find_unfinished(jobs, asking());
    BOOST_TEST(!found.of_spec.has_value());
    BOOST_TEST(found.of_other_keys == std::vector<std::string>{"job"}, boost::test_tools::per_element());
    BOOST_TEST(found.of_name.empty());
    std::filesystem::remove(file); // the job can do without it
    BOOST_TEST(of_spec(asking()) == "job");
}

BOOST_AUTO_TEST_CASE(damaged_jobs_are_passed_over) {
    have("job", a_spec());
    tests::spill(jobs.find("job").journal(), "x\n");
    BOOST_TEST(of_spec(a_spec()).empty());
}

BOOST_AUTO_TEST_CASE(a_job_is_of_a_spec_or_not) {
    have("job", a_spec());
    BOOST_TEST(is_of_spec(jobs, "job", a_spec()));
    BOOST_TEST(!is_of_spec(jobs, "job", a_spec(other)));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
