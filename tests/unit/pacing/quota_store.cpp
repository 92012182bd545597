#include "pacing/quota_store.hpp"

#include "../scratch.hpp"
#include "core/errors.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(store_of_quotas)

using namespace muster;
using namespace muster::pacing;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr auto hourly = quota{1000, 1h};
constexpr auto now = quota_time{100h, core::wall_time{400'000h}};

std::string read(fs::path const& file) {
    auto in = std::ifstream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::uint64_t take_from(quota_store& store, std::uint64_t n) {
    auto taken = std::uint64_t{0};
    for (; n > 0; --n) store.update([&](quota_state& s) { taken += take(s, hourly, now) ? 1U : 0U; });
    return taken;
}

std::uint64_t used_in(quota_store& store) {
    auto used = std::uint64_t{0};
    store.update([&](quota_state& s) { used = s.used; });
    return used;
}

/// Takes 700 in another process, one by one, and writes to the pipe how many it got.
pid_t take_in_child(fs::path const& file, int pipe) {
    auto const child = ::fork();
    BOOST_REQUIRE(child >= 0);
    if (child != 0) return child;
    auto taken = std::uint64_t{0};
    try {
        auto store = shared_quota_store{file};
        taken = take_from(store, 700);
    } catch (...) {
        ::_exit(99);
    }
    ::_exit(::write(pipe, &taken, sizeof taken) == sizeof taken ? 0 : 1);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_local_store_keeps_what_a_change_made_unless_it_throws) {
    auto store = local_quota_store{};
    BOOST_TEST(take_from(store, 7) == 7U);
    BOOST_CHECK_THROW(store.update([](quota_state& s) {
        take(s, hourly, now);
        throw std::runtime_error{"no"};
    }),
                      std::runtime_error);
    BOOST_TEST(used_in(store) == 7U);
}

BOOST_AUTO_TEST_CASE(what_is_used_is_seen_by_others_and_outlives_us) {
    auto const dir = tests::scratch{};
    auto const file = dir.path / "quota";
    {
        auto one = shared_quota_store{file};
        auto two = shared_quota_store{file};
        BOOST_TEST(take_from(one, 600) == 600U);
        BOOST_TEST(take_from(two, 600) == 400U);
    }
    auto three = shared_quota_store{file};
    BOOST_TEST(take_from(three, 1) == 0U);
    BOOST_TEST(tests::mode(file) == 0600U);
}

BOOST_AUTO_TEST_CASE(two_processes_keep_one_quota_together) {
    auto const dir = tests::scratch{};
    auto results = std::array<int, 2>{};
    BOOST_REQUIRE(::pipe(results.data()) == 0);
    auto const children = std::array{take_in_child(dir.path / "quota", results[1]),
                                     take_in_child(dir.path / "quota", results[1])};
    auto total = std::uint64_t{0};
    for (auto const child : children) {
        auto status = 0;
        BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
        BOOST_REQUIRE(status == 0);
        auto taken = std::uint64_t{0};
        BOOST_REQUIRE(::read(results[0], &taken, sizeof taken) == sizeof taken);
        total += taken;
    }
    ::close(results[0]);
    ::close(results[1]);
    BOOST_TEST(total == 1000U);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_damaged_or_a_rate_begins_afresh_and_a_newer_one_is_refused) {
    auto const dir = tests::scratch{};
    auto const file = dir.path / "quota";
    auto store = shared_quota_store{file};
    take_from(store, 7);
    auto const good = read(file);
    for (auto const at : {std::size_t{0}, std::size_t{12}, std::size_t{40}, good.size() - 1}) {
        auto bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 0x20);
        tests::spill(file, bad);
        BOOST_TEST(used_in(store) == 0U, "byte " << at);
    }
    auto rate = good;
    rate.replace(0, 8, "musterrt");
    tests::spill(file, rate);
    BOOST_TEST(used_in(store) == 0U);
    auto newer = good;
    newer[8] = 2; // the version, little-endian
    tests::spill(file, newer);
    BOOST_CHECK_EXCEPTION(used_in(store), core::job_error, [&](core::job_error const& e) {
        auto const text = std::string{e.what()};
        return text.find(file.string()) != std::string::npos && text.find("newer") != std::string::npos;
    });
    tests::spill(file, good);
    BOOST_TEST(used_in(store) == 7U);
}

BOOST_AUTO_TEST_CASE(it_knows_which_start_of_the_machine_it_is) {
    auto const dir = tests::scratch{};
    auto store = shared_quota_store{dir.path / "quota"};
    take_from(store, 1);
    store.update([](quota_state& s) {
        BOOST_TEST(s.boot != 0U);
        s.boot = 1; // as if written by another
    });
    store.update([](quota_state& s) {
        BOOST_TEST(s.boot > 1U);
        BOOST_TEST(s.restarted == 1U);
    });
}

BOOST_AUTO_TEST_CASE(what_goes_wrong_names_the_file_and_the_quota) {
    auto const dir = tests::scratch{};
    BOOST_CHECK_EXCEPTION(
        shared_quota_store{dir.path / "none" / "quota"}, core::job_error, [&](core::job_error const& e) {
            auto const text = std::string{e.what()};
            return text.find("none/quota, the quota shared by all muster processes: ") != std::string::npos;
        });
}

BOOST_AUTO_TEST_SUITE_END()
