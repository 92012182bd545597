#include "launch/job_place.hpp"

#include "desk.hpp"

#include <cstdlib>

namespace muster::launch {

using core::exit_status;
using tests::tells;

BOOST_FIXTURE_TEST_SUITE(places_of_jobs, tests::desk)

namespace {

/// A variable of the environment, for a while.
class variable {
public:
    variable(char const* name, std::string const& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
    ~variable() { ::unsetenv(name_); }
    variable(variable const&) = delete;
    variable& operator=(variable const&) = delete;

private:
    char const* name_;
};

using words = std::vector<std::string>;

} // namespace

BOOST_AUTO_TEST_CASE(a_directory_is_one_of_this_host_alone) {
    job_place const place(path.string());
    BOOST_TEST(!place.is_shared());
    BOOST_TEST((place.root() == path && place.local() == path));
    BOOST_TEST((place.options() == words{"--state-dir", path.string()}));
    BOOST_TEST(place.name() == path.string());
}

BOOST_AUTO_TEST_CASE(an_address_is_a_store) {
    variable const state("MUSTER_STATE_DIR", path.string());
    job_place const place("postgresql://ann@127.0.0.1/jobs");
    BOOST_TEST(place.is_shared());
    BOOST_TEST(place.root() == "store:");
    BOOST_TEST(place.local().parent_path() == path / "stores");
    BOOST_TEST(place.local() != job_place("postgresql://ann@127.0.0.1/others").local());
    BOOST_TEST((place.options() == words{"--store", "postgresql://ann@127.0.0.1/jobs"}));
    BOOST_TEST(place.name() == "the PostgreSQL database jobs at 127.0.0.1");
}

BOOST_AUTO_TEST_CASE(an_address_may_stand_in_the_environment_with_its_password) {
    variable const state("MUSTER_STATE_DIR", path.string());
    variable const named("TEST_STORE", "postgres://ann:s3cret@127.0.0.1/jobs");
    job_place const place("env:TEST_STORE");
    BOOST_TEST(place.address().options.at("password") == "s3cret");
    BOOST_TEST((place.options() == words{"--store", "env:TEST_STORE"}));
    BOOST_TEST(place.name().find("s3cret") == std::string::npos);
    variable const usual("MUSTER_STORE", "postgres://ann:s3cret@127.0.0.1/jobs");
    job_place const found("");
    BOOST_TEST((found.is_shared() && !found.was_given() && found.options().empty()));
    BOOST_TEST(!job_place(path.string()).is_shared()); // what is said counts more
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said_without_the_password) {
    auto const refused = [](std::string const& given, std::string const& words) {
        BOOST_CHECK_EXCEPTION(job_place{given}, core::job_error, [&](core::job_error const& e) {
            return tells(exit_status::usage, words)(e)
                   && std::string(e.what()).find("s3cret") == std::string::npos;
        });
    };
    refused("postgres://ann:s3cret@127.0.0.1/jobs", "a password on the command line");
    refused("postgres://ann:s3@cret@127.0.0.1:x/jobs", "");
    refused("env:TEST_NO_STORE", "TEST_NO_STORE");
    variable const named("TEST_STORE", "mysql://ann:s3cret@h/d");
    refused("env:TEST_STORE", "cannot be read");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
