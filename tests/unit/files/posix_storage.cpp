#include "files/posix_storage.hpp"

#include "../scratch.hpp"

#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace muster::files {

namespace posix_files {
namespace {

namespace fs = std::filesystem;

struct desk : tests::scratch {
    posix_storage storage;
    fs::path const file = path / "file";
};

/// Another process that holds a lock until it is let go.
class other_process {
public:
    explicit other_process(fs::path const& lock) {
        BOOST_REQUIRE_EQUAL(::pipe(ready_), 0);
        BOOST_REQUIRE_EQUAL(::pipe(go_), 0);
        child_ = ::fork();
        BOOST_REQUIRE(child_ >= 0);
        if (child_ == 0) {
            posix_storage storage;
            auto const held = storage.lock(lock, "the other\n");
            char byte = held ? 'y' : 'n';
            if (::write(ready_[1], &byte, 1) == 1 && ::read(go_[0], &byte, 1) >= 0) ::_exit(0);
            ::_exit(1);
        }
        char byte = 0;
        BOOST_REQUIRE_EQUAL(::read(ready_[0], &byte, 1), 1);
        BOOST_REQUIRE_EQUAL(byte, 'y');
    }
    ~other_process() { kill(); }
    /// Ends it the hard way.
    void kill() {
        if (child_ <= 0) return;
        ::kill(child_, SIGKILL);
        ::waitpid(child_, nullptr, 0);
        child_ = 0;
        for (int const handle : {ready_[0], ready_[1], go_[0], go_[1]}) ::close(handle);
    }
    other_process(other_process const&) = delete;
    other_process& operator=(other_process const&) = delete;

private:
    int ready_[2]{};
    int go_[2]{};
    pid_t child_ = 0;
};

} // namespace
} // namespace posix_files

BOOST_FIXTURE_TEST_SUITE(posix_files, desk)

BOOST_AUTO_TEST_CASE(directories_and_files_are_private) {
    storage.make_directories(path / "a" / "b" / "c");
    for (auto const* const each : {"a", "a/b", "a/b/c"}) BOOST_TEST(tests::mode(path / each) == 0700U);
    storage.open_append(file)->append("x");
    BOOST_TEST(tests::mode(file) == 0600U);
    replace_file(storage, path / "replaced", "x");
    BOOST_TEST(tests::mode(path / "replaced") == 0600U);
    auto const held = storage.lock(path / "lock", "x");
    BOOST_TEST(tests::mode(path / "lock") == 0600U);
}

BOOST_AUTO_TEST_CASE(directories_that_are_there_are_left_alone) {
    storage.make_directories(path / "a");
    BOOST_CHECK_NO_THROW(storage.make_directories(path / "a"));
    BOOST_CHECK_NO_THROW(storage.make_directories(path / "a" / ""));
    BOOST_CHECK_NO_THROW(storage.make_directories(""));
}

BOOST_AUTO_TEST_CASE(a_directory_below_a_file_cannot_be_made) {
    tests::spill(file, "x");
    BOOST_CHECK_EXCEPTION(storage.make_directories(file / "below"), io_error,
                          [](io_error const& e) { return e.code() == ENOTDIR; });
}

BOOST_AUTO_TEST_CASE(appending_goes_on_at_the_end) {
    storage.open_append(file)->append("one");
    auto const again = storage.open_append(file);
    again->append("two");
    again->append("");
    again->sync();
    BOOST_TEST(tests::slurp(file) == "onetwo");
}

BOOST_AUTO_TEST_CASE(a_read_gives_the_bytes_asked_for) {
    tests::spill(file, "0123456789");
    BOOST_TEST(storage.read(file, 0, 100).value() == "0123456789");
    BOOST_TEST(storage.read(file, 3, 4).value() == "3456");
    BOOST_TEST(storage.read(file, 8, 4).value() == "89");
    BOOST_TEST(storage.read(file, 10, 4).value() == "");
    BOOST_TEST(storage.read(file, 99, 4).value() == "");
    BOOST_TEST(!storage.read(path / "none", 0, 4).has_value());
    BOOST_TEST(read_file(storage, file).value() == "0123456789");
    BOOST_TEST(!read_file(storage, path / "none").has_value());
}

BOOST_AUTO_TEST_CASE(a_look_tells_whether_a_file_is_still_the_same) {
    tests::spill(file, "abc");
    auto const before = storage.look(file).value();
    BOOST_TEST(before.size == 3U);
    auto const again = storage.look(file).value();
    BOOST_TEST((again.number == before.number && again.changed == before.changed));
    storage.open_append(path / "other")->append("abc");
    BOOST_TEST(storage.look(path / "other")->number != before.number);
    std::this_thread::sleep_for(std::chrono::milliseconds(20)); // some systems count time in steps
    storage.open_append(file)->append("d");
    BOOST_TEST(storage.look(file)->size == 4U);
    BOOST_TEST(storage.look(file)->changed > before.changed);
}

BOOST_AUTO_TEST_CASE(a_look_tells_what_is_there_and_for_whom) {
    BOOST_TEST(!storage.look(file));
    tests::spill(file, "x");
    BOOST_TEST(!storage.look(file / "below"));
    fs::permissions(file, fs::perms(0640));
    auto const found = storage.look(file).value();
    BOOST_TEST(found.name == "file");
    BOOST_TEST((found.what == entry::kind::file));
    BOOST_TEST(found.mode == 0640U);
    storage.set_mode(file, 0600);
    BOOST_TEST(storage.look(file)->mode == 0600U);
    fs::create_symlink(file, path / "link");
    BOOST_TEST((storage.look(path / "link")->what == entry::kind::other));
    BOOST_TEST((storage.look(path)->what == entry::kind::directory));
    BOOST_CHECK_THROW(storage.set_mode(path / "none", 0600), io_error);
}

BOOST_AUTO_TEST_CASE(a_directory_lists_its_entries_by_name) {
    BOOST_TEST(!storage.list(path / "none"));
    BOOST_TEST(storage.list(path)->empty());
    tests::spill(path / "b", "");
    tests::spill(path / "a", "");
    fs::create_directory(path / "c");
    std::string names;
    auto const found = storage.list(path).value();
    for (auto const& each : found) names += each.name;
    BOOST_TEST(names == "abc");
    BOOST_CHECK_THROW(storage.list(path / "a"), io_error);
}

BOOST_AUTO_TEST_CASE(a_removed_file_is_gone) {
    tests::spill(file, "x");
    storage.remove(file);
    BOOST_TEST(!fs::exists(file));
    BOOST_CHECK_THROW(storage.remove(file), io_error);
}

BOOST_AUTO_TEST_CASE(truncate_cuts_the_tail) {
    tests::spill(file, "0123456789");
    storage.truncate(file, 4);
    BOOST_TEST(tests::slurp(file) == "0123");
    BOOST_CHECK_THROW(storage.truncate(path / "none", 0), io_error);
}

BOOST_AUTO_TEST_CASE(an_error_names_the_operation_the_path_and_the_reason) {
    BOOST_CHECK_EXCEPTION(storage.open_append(path / "no" / "file"), io_error, [&](io_error const& e) {
        std::string const what = e.what();
        return e.code() == ENOENT && what.find((path / "no" / "file").string()) != what.npos
               && what.find("No such file") != what.npos && what.find("open") != what.npos;
    });
    BOOST_CHECK_THROW(storage.rename(path / "none", file), io_error);
    BOOST_CHECK_THROW(storage.sync_directory(path / "none"), io_error);
    BOOST_CHECK_THROW(storage.lock(path / "no" / "lock", ""), io_error);
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error) {
    if (!fs::exists("/dev/full")) return;
    auto const full = storage.open_append("/dev/full");
    BOOST_CHECK_EXCEPTION(full->append("x"), io_error, [](io_error const& e) { return e.code() == ENOSPC; });
}

BOOST_AUTO_TEST_CASE(replacing_puts_the_new_content_in_place) {
    replace_file(storage, file, "a long first content");
    replace_file(storage, file, "short");
    BOOST_TEST(tests::slurp(file) == "short");
    BOOST_TEST(!fs::exists(path / "file.new"));
}

BOOST_AUTO_TEST_CASE(replacing_is_not_disturbed_by_what_a_crash_left) {
    tests::spill(file, "old");
    tests::spill(path / "file.new", "half of something that was written");
    replace_file(storage, file, "new");
    BOOST_TEST(tests::slurp(file) == "new");
}

BOOST_AUTO_TEST_CASE(a_failed_replacement_leaves_the_old_content) {
    tests::spill(file, "old");
    fs::create_directory(path / "file.new");
    BOOST_CHECK_THROW(replace_file(storage, file, "new"), io_error);
    BOOST_TEST(tests::slurp(file) == "old");
}

BOOST_AUTO_TEST_CASE(a_lock_names_its_holder_and_is_seen_without_being_taken) {
    BOOST_TEST(!storage.is_locked(file));
    BOOST_TEST(!fs::exists(file)); // looking makes no file
    tests::spill(file, "a longer text of the holder before");
    auto held = storage.lock(file, "pid 1\n");
    BOOST_REQUIRE(held);
    BOOST_TEST(tests::slurp(file) == "pid 1\n");
    BOOST_TEST(storage.is_locked(file));
    BOOST_TEST(storage.is_locked(file));
    BOOST_TEST(!storage.lock(file, "pid 2\n"));
    BOOST_TEST(tests::slurp(file) == "pid 1\n"); // who is refused writes nothing
    BOOST_TEST(storage.is_locked(file));         // and closing its handle frees nothing
    held.reset();
    BOOST_TEST(!storage.is_locked(file));
    BOOST_TEST(storage.lock(file, "pid 2\n"));
}

BOOST_AUTO_TEST_CASE(another_process_holds_the_lock_until_it_dies) {
    other_process other(file);
    BOOST_TEST(storage.is_locked(file));
    BOOST_TEST(!storage.lock(file, "us\n"));
    BOOST_TEST(tests::slurp(file) == "the other\n");
    other.kill();
    BOOST_TEST(!storage.is_locked(file));
    BOOST_TEST(storage.lock(file, "us\n"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::files
