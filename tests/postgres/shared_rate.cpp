#include "fleet/shared_rate.hpp"

#include "fleet/schema.hpp"
#include "server.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(a_rate_of_several_hosts)

using namespace muster;
using namespace muster::tests;
using namespace std::chrono_literals;
using core::instant;

namespace {

database::postgres_address store_address() {
    auto const address = database::read_postgres_address(server().address("public"));
    database::postgres_connection on(address);
    fleet::make_store(on);
    return address;
}

/// Hosts that take slots as fast as they are given, each on a thread and with a state of its own.
class hosts {
public:
    hosts(std::string const& name, std::size_t count, pacing::rate_limit limit)
        : limit_(limit),
          sent_(count) {
        auto const address = store_address();
        for (std::size_t i = 0; i < count; ++i)
            rates_.push_back(fleet::share_rate(address, name, std::make_unique<pacing::local_rate_store>()));
        for (std::size_t i = 0; i < count; ++i) threads_.emplace_back([this, i] { work(i); });
    }
    ~hosts() { stop(); }

    /// When each slot was taken, of all of them, in order.
    std::vector<instant> stop() {
        ends_ = true;
        for (auto& t : threads_)
            if (t.joinable()) t.join();
        std::vector<instant> all;
        for (auto const& each : sent_) all.insert(all.end(), each.begin(), each.end());
        std::sort(all.begin(), all.end());
        return all;
    }

    fleet::shared_rate& of(std::size_t i) { return *rates_.at(i); }
    std::vector<instant> const& sent_by(std::size_t i) { return sent_.at(i); }

private:
    /// As exact as the engine is (async::system_time), which begins a little before it.
    void wait_for(instant t) const {
        auto const until = std::min(t, instant::clock::now() + 100ms);
        std::this_thread::sleep_until(until - 400us);
        while (instant::clock::now() < until) std::this_thread::yield();
    }

    void work(std::size_t i) {
        // When this thread gets to note it is not when it was: the machine may be busy.
        instant read;
        auto const clock = [&] { return read = instant::clock::now(); };
        while (!ends_) {
            if (auto const next = rates_[i]->take(limit_, clock))
                wait_for(*next);
            else
                sent_[i].push_back(read);
        }
    }

    pacing::rate_limit limit_;
    std::vector<std::unique_ptr<fleet::shared_rate>> rates_;
    std::vector<std::vector<instant>> sent_;
    std::atomic<bool> ends_ = false;
    std::vector<std::thread> threads_;
};

/// The most requests in any second.
std::size_t most_in_a_second(std::vector<instant> const& sent) {
    std::size_t most = 0, from = 0;
    for (std::size_t i = 0; i < sent.size(); ++i) {
        while (sent[i] - sent[from] >= 1s) ++from;
        most = std::max(most, i - from + 1);
    }
    return most;
}

long sent_between(std::vector<instant> const& sent, instant from, instant to) {
    return std::count_if(sent.begin(), sent.end(), [&](auto t) { return t >= from && t < to; });
}

/// The best share of the rate that was reached in some attempts, of which a busy machine may spoil one; the
/// limit holds in each.
double share_reached(std::string const& name, std::size_t count, double per_second, double enough) {
    double best = 0;
    for (int attempt = 0; attempt < 3 && best < enough; ++attempt) {
        hosts all(name + std::to_string(attempt), count, {per_second});
        std::this_thread::sleep_for(300ms); // until all of them are there
        auto const from = instant::clock::now();
        std::this_thread::sleep_for(2s);
        auto const to = instant::clock::now();
        auto const sent = all.stop();
        auto const seconds = std::chrono::duration<double>(to - from).count();
        best = std::max(best, static_cast<double>(sent_between(sent, from, to)) / seconds / per_second);
        BOOST_TEST_MESSAGE(count << " hosts reached " << best);
        BOOST_TEST(static_cast<double>(most_in_a_second(sent)) <= per_second);
        for (std::size_t i = 0; i < count; ++i) BOOST_TEST(!all.sent_by(i).empty());
    }
    return best;
}

} // namespace

BOOST_AUTO_TEST_CASE(one_host_reaches_it) {
    BOOST_TEST(share_reached("one", 1, 50, 0.96) >= 0.96);
}

BOOST_AUTO_TEST_CASE(four_hosts_hold_it_together_and_reach_nine_tenths) {
    BOOST_TEST(share_reached("four", 4, 40, 0.9) >= 0.9);
}

BOOST_AUTO_TEST_CASE(limits_of_other_names_do_not_matter) {
    hosts mine("mine", 1, {20}), theirs("theirs", 1, {20});
    std::this_thread::sleep_for(500ms);
    BOOST_TEST(mine.stop().size() + theirs.stop().size() > 13U); // of one name, it were 11
}

BOOST_AUTO_TEST_CASE(without_the_database_nothing_goes_and_when_it_is_back_all_goes_on) {
    hosts all("lost", 2, {50});
    std::this_thread::sleep_for(500ms);
    server().stop();
    auto const stopped = instant::clock::now();
    std::this_thread::sleep_for(2s);
    BOOST_TEST(all.of(0).trouble().find("this host's socket") != std::string::npos, all.of(0).trouble());
    auto const started = instant::clock::now();
    server().start();
    std::this_thread::sleep_for(1500ms);
    BOOST_TEST(all.of(0).trouble() == "");
    auto const to = instant::clock::now();
    auto const sent = all.stop();
    BOOST_TEST(sent_between(sent, stopped + 1500ms, started) == 0); // some blocks were out
    BOOST_TEST(sent_between(sent, to - 500ms, to) > 10);
    BOOST_TEST(most_in_a_second(sent) <= 50U);
}

BOOST_AUTO_TEST_CASE(what_holds_one_host_holds_the_others) {
    hosts all("held", 2, {50});
    std::this_thread::sleep_for(500ms);
    auto const now = instant::clock::now();
    all.of(0).update([&](pacing::rate_state& s) { pacing::throttled(s, {50}, now, now, 2s, 0); });
    std::this_thread::sleep_for(2800ms);
    auto const sent = all.stop();
    BOOST_TEST(sent_between(all.sent_by(0), now, now + 2s) == 0);
    BOOST_TEST(sent_between(sent, now + 1500ms, now + 2s) == 0); // a block or two were out
    BOOST_TEST(sent_between(sent, now + 2s, now + 2800ms) > 10);
}

BOOST_AUTO_TEST_CASE(a_limit_that_is_none_asks_nobody) {
    auto nowhere = database::read_postgres_address("postgresql://tester@127.0.0.1:1/none");
    fleet::shared_rate rate(nowhere, "none", std::make_unique<pacing::local_rate_store>());
    for (int i = 0; i < 100; ++i)
        BOOST_TEST(!rate.take({0}, [] { return instant::clock::now(); }).has_value());
    BOOST_TEST(rate.take({25}, [] { return instant::clock::now(); }).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
