#include "launch/scratch_directory.hpp"

#include "../scratch.hpp"
#include "files/posix_storage.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>

namespace launch_scratch_directory {

using muster::launch::scratch_directory;
namespace fs = std::filesystem;

/// Where temporary files go, for as long as it lives.
struct place : muster::tests::scratch {
    place() {
        fs::create_directories(temporary);
        ::setenv("TMPDIR", temporary.c_str(), 1);
    }
    ~place() { ::unsetenv("TMPDIR"); }

    /// A directory that has not been written to for two minutes.
    fs::path old_one(std::string const& name, bool with_lock) const {
        auto const p = temporary / name;
        fs::create_directories(p);
        muster::tests::spill(p / "rows", "a,b\n");
        if (with_lock) muster::tests::spill(p / "lock", "");
        fs::last_write_time(p, fs::file_time_type::clock::now() - std::chrono::minutes(2));
        return p;
    }

    fs::path temporary = path / "tmp";
};

} // namespace launch_scratch_directory

BOOST_FIXTURE_TEST_SUITE(launch_scratch_directory, place)

BOOST_AUTO_TEST_CASE(it_is_gone_with_its_files) {
    {
        scratch_directory const one;
        muster::tests::spill(one.file("rows"), "a");
        BOOST_TEST(!fs::is_empty(temporary));
    }
    BOOST_TEST(fs::is_empty(temporary));
}

BOOST_AUTO_TEST_CASE(what_a_killed_process_left_is_taken_away) {
    auto const left = old_one("muster-scratch-aaaaaa", true);
    auto const before_its_lock = old_one("muster-scratch-bbbbbb", false);
    scratch_directory const one;
    BOOST_TEST(!fs::exists(left));
    BOOST_TEST(!fs::exists(before_its_lock));
}

BOOST_AUTO_TEST_CASE(what_others_use_stays) {
    auto const of_others = old_one("musters", true);
    auto const used = old_one("muster-scratch-aaaaaa", true);
    auto const held = muster::files::posix_storage().lock(used / "lock", "");
    fs::last_write_time(used, fs::file_time_type::clock::now() - std::chrono::minutes(2));
    auto const being_made = temporary / "muster-scratch-bbbbbb";
    fs::create_directories(being_made);
    fs::create_directory_symlink(of_others, temporary / "muster-scratch-cccccc");
    scratch_directory const one, another;
    BOOST_TEST(fs::exists(one.file("lock")));
    BOOST_TEST(fs::exists(used / "rows"));
    BOOST_TEST(fs::exists(being_made));
    BOOST_TEST(fs::exists(of_others / "rows"));
    BOOST_TEST(fs::is_symlink(temporary / "muster-scratch-cccccc"));
}

BOOST_AUTO_TEST_SUITE_END()
