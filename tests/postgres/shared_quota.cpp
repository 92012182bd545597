#include "fleet/shared_quota.hpp"

#include "async/timekeeper.hpp"
#include "fleet/quota_row.hpp"
#include "fleet/schema.hpp"
#include "server.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(a_quota_of_several_hosts)

using namespace muster;
using namespace muster::tests;
using namespace std::chrono_literals;
using core::instant;

namespace {

pacing::quota_time clocks_now() {
    async::system_time const time;
    return {time.uptime(), time.wall_now()};
}

/// With a store.
database::postgres_address ready_address() {
    auto const address = database::read_postgres_address(server().address("public"));
    database::postgres_connection on(address);
    fleet::make_store(on);
    return address;
}

std::uint64_t used_of(std::string const& name) {
    database::postgres_connection on(ready_address());
    return fleet::read_quota_row(on, name).used.used;
}

std::unique_ptr<fleet::shared_quota> host(std::string const& name) {
    return fleet::share_quota(ready_address(), name, std::make_unique<pacing::local_quota_store>());
}

/// How many go in so long, or until it is used up; as the engine asks.
std::uint64_t take_for(core::duration so_long, pacing::quota_store& from, pacing::quota const& limit) {
    std::uint64_t taken = 0;
    auto const until = instant::clock::now() + so_long;
    while (instant::clock::now() < until) {
        if (from.take(limit, clocks_now, 1)) {
            ++taken;
            continue;
        }
        auto const wait = from.wait_for_room(limit, clocks_now, 1);
        if (wait > 1min) break;
        std::this_thread::sleep_for(std::min<core::duration>(wait, 50ms));
    }
    return taken;
}

} // namespace

BOOST_AUTO_TEST_CASE(all_hosts_together_use_all_of_it_and_no_more) {
    pacing::quota const limit{300, 1h};
    std::vector<std::unique_ptr<fleet::shared_quota>> hosts;
    std::atomic<std::uint64_t> taken = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) hosts.push_back(host("all"));
    for (int i = 0; i < 3; ++i)
        threads.emplace_back(
            [&, i] { taken += take_for(10s, *hosts.at(static_cast<std::size_t>(i)), limit); });
    for (auto& t : threads) t.join();
    BOOST_TEST(taken <= 300U);
    BOOST_TEST(taken >= 291U); // a hundredth each may be reserved by who no longer wants it
    BOOST_TEST(used_of("all") == 300U);
    for (auto& h : hosts) BOOST_TEST(h->trouble() == "");
    hosts.clear();
    BOOST_TEST(used_of("all") == taken);
    auto const next = host("all");
    next->ask_now(limit, clocks_now, 20, 3s);
    BOOST_TEST((next->wait_for_room(limit, clocks_now, 20) > 50min));
}

BOOST_AUTO_TEST_CASE(what_is_asked_for_now_is_there_at_once) {
    pacing::quota const limit{10, 1h};
    auto const one = host("now");
    one->ask_now(limit, clocks_now, 4, 3s);
    auto const taken = one->take(limit, clocks_now, 4);
    BOOST_REQUIRE(taken.has_value());
    one->restore(limit, clocks_now, *taken, 1);
    BOOST_TEST(one->take(limit, clocks_now, 1).has_value());
    std::uint64_t shown = 0;
    one->update([&](pacing::quota_state& s) { shown = s.used; });
    BOOST_TEST(shown == 4U);
}

BOOST_AUTO_TEST_CASE(what_others_have_used_is_seen) {
    pacing::quota const limit{300, 1h};
    auto const one = host("seen"), other = host("seen");
    BOOST_TEST(one->use(limit, clocks_now).left() == 300U); // nothing is known yet
    BOOST_TEST(take_for(1s, *other, {60, 1h}) == 60U);
    one->ask_now(limit, clocks_now, 1, 5s);
    auto const left = one->use(limit, clocks_now).left();
    BOOST_TEST(left <= 240U);
    BOOST_TEST(left >= 230U); // what was reserved beside
    BOOST_TEST((one->use(limit, clocks_now).limit.window == 1h));
    BOOST_TEST(one->trouble() == "");
}

BOOST_AUTO_TEST_CASE(a_server_that_stops_holds_and_lets_go_on) {
    pacing::quota const limit{1000, 1h};
    auto const one = host("stops");
    BOOST_TEST(take_for(200ms, *one, limit) > 0U);
    server().stop();
    auto const reserved = take_for(300ms, *one, limit);
    BOOST_TEST(reserved <= 10U);
    BOOST_TEST(take_for(300ms, *one, limit) == 0U);
    BOOST_TEST(one->trouble() != "");
    server().start();
    BOOST_TEST(take_for(1500ms, *one, limit) > 0U);
    BOOST_TEST(one->trouble() == "");
}

BOOST_AUTO_TEST_SUITE_END()
