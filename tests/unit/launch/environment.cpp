#include "launch/environment.hpp"

#include "desk.hpp"

#include <boost/asio/post.hpp>

#include <cstdlib>

namespace muster::launch {

using core::exit_status;
using tests::tells;

namespace launch_environment {
namespace {

struct watcher : engine::observer {
    void settled(journal::member_settled const&, core::duration) override {}
    void notice(level, std::string const&) override {}
};

struct desk : tests::desk {
    desk() {
        storage.make_directories(runtime);
        ::setenv("MUSTER_RUNTIME_DIR", runtime.c_str(), 1);
    }
    ~desk() { ::unsetenv("MUSTER_RUNTIME_DIR"); }

    /// A spec for a platform on this host, with this `pace`.
    spec::spec paced(std::string const& pace) const {
        auto spec = a_spec(R"(, "pace": )" + pace);
        spec.at.base_url = "http://127.0.0.1:8080";
        return spec;
    }

    std::filesystem::path const runtime = path / "runtime";
};

} // namespace
} // namespace launch_environment

BOOST_FIXTURE_TEST_SUITE(launch_environment, desk)

BOOST_AUTO_TEST_CASE(a_run_gets_all_of_it) {
    auto const spec = paced(R"({"requestsPerSecond": 0})");
    environment world(spec, "the-key", storage, nullptr);
    watcher nobody;
    auto const with = world.surroundings(nobody);
    BOOST_TEST(&with.storage == &storage);
    BOOST_TEST(&with.transport == &world.transport());
    BOOST_TEST(&with.time == &world.time());
    BOOST_TEST(&with.watcher == &nobody);
    for (int i = 0; i < 100; ++i) {
        auto const chance = with.uniform01();
        BOOST_TEST((chance >= 0 && chance < 1));
    }
    std::string order;
    boost::asio::post(with.executor, [&] {
        with.blocking.run([&] { order += "blocked "; }, [&](std::exception_ptr) { order += "done"; });
    });
    world.loop().run();
    BOOST_TEST(order == "blocked done");
}

BOOST_AUTO_TEST_CASE(a_limit_is_shared_with_others_and_no_limit_is_not) {
    environment const free(paced(R"({"requestsPerSecond": 0})"), "the-key", storage, nullptr);
    BOOST_TEST(std::filesystem::is_empty(runtime));
    environment const limited(paced(R"({"requestsPerSecond": 5})"), "the-key", storage, nullptr);
    BOOST_TEST(!std::filesystem::is_empty(runtime));
}

BOOST_AUTO_TEST_CASE(what_is_used_of_a_quota_is_kept_for_each_key_or_for_the_address) {
    auto spec = paced(R"({"requestsPerSecond": 0, "quota": {"requests": 10}})");
    auto const used_by = [&](std::string const& key) {
        environment world(spec, key, storage, nullptr);
        watcher nobody;
        auto const with = world.surroundings(nobody);
        BOOST_REQUIRE_EQUAL(with.quotas.size(), 1U);
        auto used = std::uint64_t{0};
        pacing::quota_time const now{with.time.uptime(), with.time.wall_now()};
        with.quotas.front()->update([&](pacing::quota_state& s) {
            used = s.used;
            pacing::take(s, {10, std::chrono::hours(1)}, now);
        });
        return used;
    };
    BOOST_TEST(used_by("one-key") == 0U);
    BOOST_TEST(used_by("one-key") == 1U);
    BOOST_TEST(used_by("another-key") == 0U);
    spec.pace.quotas.front().counted_by = provider::limit::scope::address;
    BOOST_TEST(used_by("one-key") == 0U);
    BOOST_TEST(used_by("another-key") == 1U);
    for (auto const& file : std::filesystem::directory_iterator(runtime))
        BOOST_TEST(file.path().string().find("-key") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_certificate_authority_that_cannot_be_read_is_told_before_anything_is_sent) {
    auto spec = paced(R"({"requestsPerSecond": 0})");
    spec.at.base_url = "https://127.0.0.1:8080";
    spec.at.ca_file = path / "nosuch.pem";
    BOOST_CHECK_EXCEPTION(environment(spec, "the-key", storage, nullptr), core::job_error,
                          tells(exit_status::usage, "nosuch.pem"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
