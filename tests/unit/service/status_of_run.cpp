#include "service/status_of_run.hpp"

#include "../scratch.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::service {

BOOST_FIXTURE_TEST_SUITE(status_of_a_run, muster::tests::scratch)

BOOST_AUTO_TEST_CASE(a_run_that_is_not_there_tells_nothing) {
    launch::store jobs(path);
    auto const where = jobs.where("job");
    BOOST_TEST(!status_of_run(jobs, where, std::chrono::seconds(1)).has_value());
    std::filesystem::create_directories(where.root);
    muster::tests::spill(where.control(), "no socket");
    BOOST_TEST(!status_of_run(jobs, where, std::chrono::seconds(1)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::service
