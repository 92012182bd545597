#include "async/stop_signals.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>

namespace muster::async {

BOOST_AUTO_TEST_SUITE(stop_signals)

namespace {

bool is_handled(int number) {
    struct sigaction now {};
    BOOST_REQUIRE(::sigaction(number, nullptr, &now) == 0);
    return now.sa_handler != SIG_DFL && now.sa_handler != SIG_IGN;
}

} // namespace

BOOST_AUTO_TEST_CASE(each_of_them_is_told_with_its_name) {
    boost::asio::io_context loop(1);
    boost::asio::signal_set signals(loop);
    add_stop_signals(signals);
    for (auto const& [number, words] :
         {std::pair(SIGINT, "interrupted (SIGINT)"), std::pair(SIGHUP, "hung up (SIGHUP)"),
          std::pair(SIGTERM, "terminated (SIGTERM)")}) {
        int got = 0;
        signals.async_wait([&](boost::system::error_code, int n) { got = n; });
        BOOST_REQUIRE(::raise(number) == 0);
        loop.restart();
        loop.run();
        BOOST_TEST(got == number);
        BOOST_TEST(describe_stop_signal(number) == words);
    }
}

BOOST_AUTO_TEST_CASE(a_hangup_that_is_ignored_stays_so) {
    auto const before = std::signal(SIGHUP, SIG_IGN);
    {
        boost::asio::io_context loop(1);
        boost::asio::signal_set signals(loop);
        add_stop_signals(signals);
        BOOST_TEST(!is_handled(SIGHUP));
        BOOST_TEST(is_handled(SIGINT));
        BOOST_TEST(is_handled(SIGTERM));
    }
    std::signal(SIGHUP, before);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::async
