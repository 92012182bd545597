#include "pacing/rate_store.hpp"

#include "../scratch.hpp"
#include "core/errors.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <fstream>
#include <functional>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(store_of_rates)

using namespace muster;
using namespace muster::pacing;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

constexpr auto start = core::instant{} + 1000s;

std::string read(fs::path const& file) {
    auto in = std::ifstream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

rate_state peek(rate_store& store) {
    auto seen = rate_state{};
    store.update([&](rate_state& s) { seen = s; });
    return seen;
}

void count_to(rate_store& store, std::int64_t value) {
    store.update([&](rate_state& s) { s.accepted_since = value; });
}

/// What of the state came after the first version that shared it.
constexpr auto later = sizeof(learnt_margin);

/// The file as a muster knows it that has heard of no margin.
class earlier_store {
public:
    explicit earlier_store(fs::path const& file)
        : file_{file, {{'m', 'u', 's', 't', 'e', 'r', 'r', 't'}, 1, "the rate limit"}} {}
    void update(std::function<void(rate_state&)> const& change) {
        auto state = rate_state{};
        auto const known = std::as_writable_bytes(std::span{&state, 1}).first(sizeof state - later);
        file_.update(known, [&] { change(state); });
    }

private:
    shared_file file_;
};

/// The exit status of a process that in_child() began.
int wait_for(pid_t child) {
    auto status = 0;
    BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Runs `work` in another process, whose exit status is what it returns; 99 if it throws.
template <class Work>
pid_t in_child(Work work) {
    auto const child = ::fork();
    BOOST_REQUIRE(child >= 0);
    if (child != 0) return child;
    auto status = 99;
    try {
        status = work();
    } catch (...) {
    }
    ::_exit(status);
}

/// How many slots one process gets in 8 s of its own (virtual) time, asking each millisecond.
int slots_taken(fs::path const& file) {
    auto store = shared_rate_store{file};
    auto taken = 0;
    for (auto now = start; now < start + 8s; now += 1ms)
        store.update([&](rate_state& s) { taken += take(s, {25}, now) ? 0 : 1; });
    return taken;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_local_store_keeps_what_a_change_made) {
    auto store = local_rate_store{};
    count_to(store, 7);
    BOOST_TEST(peek(store).accepted_since == 7);
}

BOOST_AUTO_TEST_CASE(a_slot_is_taken_when_it_is_due) {
    auto store = local_rate_store{};
    auto now = start;
    auto const clock = [&] { return now; };
    BOOST_TEST(!store.take({25}, clock).has_value());
    auto const next = store.take({25}, clock);
    BOOST_REQUIRE(next.has_value());
    BOOST_TEST((*next - start >= 40ms && *next - start < 41ms));
    now = *next;
    BOOST_TEST(!store.take({25}, clock).has_value());
}

BOOST_AUTO_TEST_CASE(where_taking_a_slot_took_long_the_next_keeps_its_distance_from_its_end) {
    auto store = local_rate_store{};
    auto reads = 0;
    auto const busy = [&] { return reads++ == 0 ? start : start + 7ms; };
    BOOST_TEST(!store.take({25}, busy).has_value());
    BOOST_TEST((store.take({25}, [] { return start + 40ms; }).value() >= start + 47ms));
}

BOOST_AUTO_TEST_CASE(a_change_that_throws_is_not_kept_and_unlocks) {
    auto const dir = tests::scratch{};
    auto local = local_rate_store{};
    auto shared = shared_rate_store{(dir.path / "rate")};
    for (pacing::rate_store* store :
         {static_cast<pacing::rate_store*>(&local), static_cast<pacing::rate_store*>(&shared)}) {
        count_to(*store, 7);
        BOOST_CHECK_THROW(store->update([](rate_state& s) {
            s.accepted_since = 8;
            throw std::runtime_error{"no"};
        }),
                          std::runtime_error);
        BOOST_TEST(peek(*store).accepted_since == 7);
    }
    auto other = shared_rate_store{(dir.path / "rate")}; // would wait forever for a lock that was left behind
    BOOST_TEST(peek(other).accepted_since == 7);
}

BOOST_AUTO_TEST_CASE(a_shared_state_is_seen_by_others_and_outlives_us) {
    auto const dir = tests::scratch{};
    {
        auto one = shared_rate_store{(dir.path / "rate")};
        auto two = shared_rate_store{(dir.path / "rate")};
        count_to(one, 7);
        BOOST_TEST(peek(two).accepted_since == 7);
    }
    auto three = shared_rate_store{(dir.path / "rate")};
    BOOST_TEST(peek(three).accepted_since == 7);
    BOOST_TEST(tests::mode(dir.path / "rate") == 0600U);
}

BOOST_AUTO_TEST_CASE(garbage_begins_afresh_wherever_it_stands) {
    auto const dir = tests::scratch{};
    auto store = shared_rate_store{(dir.path / "rate")};
    count_to(store, 7);
    auto const good = read((dir.path / "rate"));
    auto const behind = good.size() - later - 8;      // a margin that is damaged is none, and nothing else
    for (auto i = std::size_t{12}; i < behind; ++i) { // the version comes before
        auto bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 0x20);
        tests::spill((dir.path / "rate"), bad);
        BOOST_TEST(peek(store).accepted_since == 0, "byte " << i);
    }
    for (auto length = std::size_t{0}; length < behind; ++length) {
        tests::spill((dir.path / "rate"), good.substr(0, length));
        BOOST_TEST(peek(store).accepted_since == 0, "length " << length);
    }
    tests::spill((dir.path / "rate"), std::string(5000, 'x'));
    BOOST_TEST(peek(store).accepted_since == 0);
    count_to(store, 8);
    BOOST_TEST(peek(store).accepted_since == 8);
}

BOOST_AUTO_TEST_CASE(a_margin_that_is_damaged_or_missing_is_none) {
    auto const dir = tests::scratch{};
    auto store = shared_rate_store{(dir.path / "rate")};
    store.update([](rate_state& s) {
        s.accepted_since = 7;
        s.margin = {5, 0.25};
    });
    auto const good = read((dir.path / "rate"));
    BOOST_TEST(peek(store).margin.seconds == 0.25);
    auto const check = [&](std::string const& bad) {
        tests::spill((dir.path / "rate"), bad);
        auto const seen = peek(store);
        BOOST_TEST(seen.accepted_since == 7);
        BOOST_TEST(seen.margin.at == 0);
        BOOST_TEST(seen.margin.seconds == 0);
    };
    for (auto i = good.size() - later - 8; i < good.size(); ++i) {
        auto bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 0x20);
        check(bad);
        check(good.substr(0, i));
    }
}

BOOST_AUTO_TEST_CASE(a_muster_that_knows_of_no_margin_shares_the_rest_and_harms_nothing) {
    auto const dir = tests::scratch{};
    auto earlier = earlier_store{dir.path / "rate"};
    earlier.update([](rate_state& s) { s.accepted_since = 7; });
    auto store = shared_rate_store{dir.path / "rate"};
    BOOST_TEST(peek(store).accepted_since == 7);
    BOOST_TEST(peek(store).margin.seconds == 0);
    store.update([](rate_state& s) {
        s.accepted_since = 8;
        s.margin = {5, 0.25};
    });
    earlier.update([](rate_state& s) {
        BOOST_TEST(s.accepted_since == 8);
        s.accepted_since = 9;
    });
    BOOST_TEST(peek(store).accepted_since == 9);
    BOOST_TEST(peek(store).margin.at == 5);
    BOOST_TEST(peek(store).margin.seconds == 0.25);
}

BOOST_AUTO_TEST_CASE(an_older_version_begins_afresh_and_a_newer_one_is_refused) {
    auto const dir = tests::scratch{};
    auto store = shared_rate_store{(dir.path / "rate")};
    count_to(store, 7);
    auto bytes = read((dir.path / "rate"));
    bytes[8] = 0; // the version, little-endian
    tests::spill((dir.path / "rate"), bytes);
    BOOST_TEST(peek(store).accepted_since == 0);
    bytes[8] = 2;
    tests::spill((dir.path / "rate"), bytes);
    BOOST_CHECK_EXCEPTION(peek(store), core::job_error, [&](core::job_error const& e) {
        auto const text = std::string{e.what()};
        return text.find((dir.path / "rate").string()) != std::string::npos
               && text.find("newer") != std::string::npos;
    });
    BOOST_TEST(read((dir.path / "rate")) == bytes); // left as it was
}

BOOST_AUTO_TEST_CASE(a_file_that_was_deleted_under_us_is_made_again) {
    auto const dir = tests::scratch{};
    auto one = shared_rate_store{(dir.path / "rate")};
    count_to(one, 7);
    fs::remove((dir.path / "rate"));
    auto two = shared_rate_store{(dir.path / "rate")};
    count_to(two, 9);
    BOOST_TEST(peek(one).accepted_since == 9);
}

BOOST_AUTO_TEST_CASE(a_symbolic_link_or_a_directory_is_not_followed) {
    auto const dir = tests::scratch{};
    tests::spill(dir.path / "victim", "precious");
    fs::create_symlink(dir.path / "victim", (dir.path / "rate"));
    BOOST_CHECK_THROW(shared_rate_store{(dir.path / "rate")}, core::job_error);
    BOOST_TEST(read(dir.path / "victim") == "precious");
    BOOST_CHECK_THROW(shared_rate_store{dir.path}, core::job_error);
    BOOST_CHECK_THROW(shared_rate_store{dir.path / "none" / "rate"}, core::job_error);
}

BOOST_AUTO_TEST_CASE(two_processes_lose_no_update) {
    auto const dir = tests::scratch{};
    auto const count = [&] {
        auto store = shared_rate_store{(dir.path / "rate")};
        for (auto i = 0; i < 5000; ++i) store.update([](rate_state& s) { ++s.accepted_since; });
        return 0;
    };
    auto const one = in_child(count);
    auto const two = in_child(count);
    BOOST_TEST(wait_for(one) == 0);
    BOOST_TEST(wait_for(two) == 0);
    auto store = shared_rate_store{(dir.path / "rate")};
    BOOST_TEST(peek(store).accepted_since == 10'000);
}

BOOST_AUTO_TEST_CASE(two_processes_keep_one_limit_together) {
    auto const dir = tests::scratch{};
    auto const file = (dir.path / "rate");
    auto results = std::array<int, 2>{};
    BOOST_REQUIRE(::pipe(results.data()) == 0);
    auto const work = [&] {
        auto const taken = slots_taken(file);
        return ::write(results[1], &taken, sizeof taken) == sizeof taken ? 0 : 1;
    };
    auto const one = in_child(work);
    auto const two = in_child(work);
    BOOST_TEST(wait_for(one) == 0);
    BOOST_TEST(wait_for(two) == 0);
    auto total = 0;
    for (auto i = 0; i < 2; ++i) {
        auto taken = 0;
        BOOST_REQUIRE(::read(results[0], &taken, sizeof taken) == sizeof taken);
        total += taken;
    }
    ::close(results[0]);
    ::close(results[1]);
    BOOST_TEST(total <= 8 * 25);
    BOOST_TEST(total >= 190);
}

BOOST_AUTO_TEST_SUITE_END()
