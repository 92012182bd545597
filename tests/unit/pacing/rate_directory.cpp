#include "pacing/rate_directory.hpp"

#include "../scratch.hpp"
#include "core/errors.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string>
#include <unistd.h>

BOOST_AUTO_TEST_SUITE(rate_directory)

using namespace muster;
using namespace muster::pacing;
namespace fs = std::filesystem;

namespace {

/// Sets an environment variable (nullptr: unsets it) for one scope.
class environment {
public:
    environment(char const* name, char const* value) : name_(name) {
        if (auto const* old = std::getenv(name)) old_ = old;
        set(value);
    }
    ~environment() { set(old_ ? old_->c_str() : nullptr); }

private:
    void set(char const* value) { value != nullptr ? ::setenv(name_, value, 1) : ::unsetenv(name_); }
    char const* name_;
    std::optional<std::string> old_;
};

bool complains(fs::path const& directory, std::string const& word) {
    auto const env = environment{"MUSTER_RUNTIME_DIR", directory.c_str()};
    try {
        shared_rate_directory();
    } catch (core::job_error const& e) {
        return std::string{e.what()}.find(word) != std::string::npos
               && e.status() == core::exit_status::internal;
    }
    return false;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_directory_is_found_by_the_environment_and_is_ours_alone) {
    auto const dir = tests::scratch{};
    auto const own = dir.path / "own";
    // Which cron does not have: not to be used.
    auto const xdg = environment{"XDG_RUNTIME_DIR", dir.path.c_str()};
    {
        auto const env = environment{"MUSTER_RUNTIME_DIR", own.c_str()};
        BOOST_TEST(shared_rate_directory() == own);
        BOOST_TEST(shared_rate_directory() == own); // also when it is there
        BOOST_TEST(tests::mode(own) == 0700U);
    }
    for (auto const* unset : {static_cast<char const*>(nullptr), ""}) {
        auto const env = environment{"MUSTER_RUNTIME_DIR", unset};
        BOOST_TEST(shared_rate_directory() == "/tmp/muster-" + std::to_string(::geteuid()));
    }
}

BOOST_AUTO_TEST_CASE(a_directory_that_others_could_have_prepared_is_refused) {
    auto const dir = tests::scratch{};
    fs::create_directory(dir.path / "open");
    fs::permissions(dir.path / "open", fs::perms::owner_all | fs::perms::group_read);
    BOOST_TEST(complains(dir.path / "open", "open to other users"));
    fs::create_directory_symlink(dir.path, dir.path / "link");
    BOOST_TEST(complains(dir.path / "link", "is no directory"));
    tests::spill(dir.path / "file", "");
    BOOST_TEST(complains(dir.path / "file", "is no directory"));
    BOOST_TEST(complains(dir.path / "none" / "below", "No such file"));
    BOOST_TEST(complains("/proc/1", ::geteuid() == 0 ? "open to other users" : "another user"));
}

BOOST_AUTO_TEST_CASE(file_names_are_made_of_harmless_characters) {
    auto const dir = tests::scratch{};
    auto const env = environment{"MUSTER_RUNTIME_DIR", dir.path.c_str()};
    BOOST_TEST(shared_rate_file("admin.memberstack.com:443") == dir.path / "rate-admin.memberstack.com_443");
    BOOST_TEST(shared_rate_file("LOCALHOST:80") == shared_rate_file("localhost:80"));
    BOOST_TEST(shared_rate_file("[::1]:80") == dir.path / "rate-___1__80");
    BOOST_TEST(shared_rate_file("../../etc/\n\xc3\xa4").parent_path() == dir.path);
    BOOST_TEST(shared_quota_file("api.x.com:443", std::chrono::hours{1}, "0a1b")
               == dir.path / "quota-3600000ms-api.x.com_443-0a1b");
    BOOST_TEST(shared_quota_file("api.x.com:443", std::chrono::hours{1}, "")
               == dir.path / "quota-3600000ms-api.x.com_443");
    tests::spill(shared_quota_file(std::string(5000, 'x'), std::chrono::hours{744}, "0123456789abcdef"), "");
    tests::spill(shared_rate_file(std::string(5000, 'x')), "fits");
    BOOST_TEST(fs::file_size(shared_rate_file(std::string(5000, 'x'))) == 4U);
}

BOOST_AUTO_TEST_SUITE_END()
