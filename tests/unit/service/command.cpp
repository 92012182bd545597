#include "service/command.hpp"

#include "../scratch.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

BOOST_AUTO_TEST_SUITE(commands)

using namespace muster::service;
using namespace muster::tests;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(it_reads_the_message_and_sees_nothing_of_ours) {
    scratch dir;
    auto const file = (dir.path / "got").string();
    ::setenv("MUSTER_TEST_KEY", "sk_live_1", 1);
    BOOST_TEST(
        run_command({"sh", "-c", "cat > \"$1\"; env >> \"$1\"; ls /proc/self/fd >> \"$1\"", "sh", file},
                    "hello; $(x)\n", 10s)
        == "");
    ::unsetenv("MUSTER_TEST_KEY");
    auto const got = slurp(file);
    BOOST_TEST(got.starts_with("hello; $(x)\n"));
    BOOST_TEST(got.find("sk_live_1") == got.npos);
    BOOST_TEST(got.find("PATH=") != got.npos);
}

BOOST_AUTO_TEST_CASE(how_it_ended_is_said) {
    BOOST_TEST(run_command({"sh", "-c", "exit 3"}, "", 10s) == "\"sh\" ended with status 3");
    BOOST_TEST(run_command({"sh", "-c", "kill -9 $$"}, "", 10s) == "\"sh\" was ended by signal 9");
    BOOST_TEST(run_command({"/nonexistent/x"}, "", 10s)
               == "\"/nonexistent/x\" cannot be run: No such file or directory");
    BOOST_TEST(run_command({"true"}, "", 10s) == "");
}

BOOST_AUTO_TEST_CASE(one_that_does_not_end_is_killed_with_all_that_it_began) {
    auto const begun = std::chrono::steady_clock::now();
    BOOST_TEST(run_command({"sh", "-c", "sleep 100 & sleep 100"}, "x", 50ms)
               == "\"sh\" did not end within 50ms, and was killed");
    BOOST_TEST((std::chrono::steady_clock::now() - begun < 5s));
}

BOOST_AUTO_TEST_SUITE_END()
