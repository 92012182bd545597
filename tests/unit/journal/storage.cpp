#include "journal/storage.hpp"

#include "scratch.hpp"

#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::journal {

namespace {

namespace fs = std::filesystem;

struct desk : tests::scratch {
    posix_storage files;
    fs::path const file = path / "file";
};

unsigned mode(fs::path const& p) {
    return static_cast<unsigned>(fs::status(p).permissions()) & 07777U;
}

/// Another process that holds a lock until it is let go.
class other_process {
public:
    explicit other_process(fs::path const& lock) {
        BOOST_REQUIRE_EQUAL(::pipe(ready_), 0);
        BOOST_REQUIRE_EQUAL(::pipe(go_), 0);
        child_ = ::fork();
        BOOST_REQUIRE(child_ >= 0);
        if (child_ == 0) {
            posix_storage files;
            auto const held = files.lock(lock, "the other\n");
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

BOOST_FIXTURE_TEST_SUITE(journal_storage, desk)

BOOST_AUTO_TEST_CASE(directories_and_files_are_private) {
    files.make_directories(path / "a" / "b" / "c");
    for (auto const* const each : {"a", "a/b", "a/b/c"}) BOOST_TEST(mode(path / each) == 0700U);
    files.open_append(file)->append("x");
    BOOST_TEST(mode(file) == 0600U);
    replace_file(files, path / "replaced", "x");
    BOOST_TEST(mode(path / "replaced") == 0600U);
    auto const held = files.lock(path / "lock", "x");
    BOOST_TEST(mode(path / "lock") == 0600U);
}

BOOST_AUTO_TEST_CASE(directories_that_are_there_are_left_alone) {
    files.make_directories(path / "a");
    BOOST_CHECK_NO_THROW(files.make_directories(path / "a"));
    BOOST_CHECK_NO_THROW(files.make_directories(path / "a" / ""));
    BOOST_CHECK_NO_THROW(files.make_directories(""));
}

BOOST_AUTO_TEST_CASE(a_directory_below_a_file_cannot_be_made) {
    tests::spill(file, "x");
    BOOST_CHECK_EXCEPTION(files.make_directories(file / "below"), io_error,
                          [](io_error const& e) { return e.code() == ENOTDIR; });
}

BOOST_AUTO_TEST_CASE(appending_goes_on_at_the_end) {
    files.open_append(file)->append("one");
    auto const again = files.open_append(file);
    again->append("two");
    again->append("");
    again->sync();
    BOOST_TEST(tests::slurp(file) == "onetwo");
}

BOOST_AUTO_TEST_CASE(a_read_gives_the_bytes_asked_for) {
    tests::spill(file, "0123456789");
    BOOST_TEST(files.read(file, 0, 100).value() == "0123456789");
    BOOST_TEST(files.read(file, 3, 4).value() == "3456");
    BOOST_TEST(files.read(file, 8, 4).value() == "89");
    BOOST_TEST(files.read(file, 10, 4).value() == "");
    BOOST_TEST(files.read(file, 99, 4).value() == "");
    BOOST_TEST(!files.read(path / "none", 0, 4).has_value());
    BOOST_TEST(read_file(files, file).value() == "0123456789");
    BOOST_TEST(!read_file(files, path / "none").has_value());
}

BOOST_AUTO_TEST_CASE(truncate_cuts_the_tail) {
    tests::spill(file, "0123456789");
    files.truncate(file, 4);
    BOOST_TEST(tests::slurp(file) == "0123");
    BOOST_CHECK_THROW(files.truncate(path / "none", 0), io_error);
}

BOOST_AUTO_TEST_CASE(an_error_names_the_operation_the_path_and_the_reason) {
    BOOST_CHECK_EXCEPTION(files.open_append(path / "no" / "file"), io_error, [&](io_error const& e) {
        std::string const what = e.what();
        return e.code() == ENOENT && what.find((path / "no" / "file").string()) != what.npos
               && what.find("No such file") != what.npos && what.find("open") != what.npos;
    });
    BOOST_CHECK_THROW(files.rename(path / "none", file), io_error);
    BOOST_CHECK_THROW(files.sync_directory(path / "none"), io_error);
    BOOST_CHECK_THROW(files.lock(path / "no" / "lock", ""), io_error);
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error) {
    if (!fs::exists("/dev/full")) return;
    auto const full = files.open_append("/dev/full");
    BOOST_CHECK_EXCEPTION(full->append("x"), io_error, [](io_error const& e) { return e.code() == ENOSPC; });
}

BOOST_AUTO_TEST_CASE(replacing_puts_the_new_content_in_place) {
    replace_file(files, file, "a long first content");
    replace_file(files, file, "short");
    BOOST_TEST(tests::slurp(file) == "short");
    BOOST_TEST(!fs::exists(path / "file.new"));
}

BOOST_AUTO_TEST_CASE(replacing_is_not_disturbed_by_what_a_crash_left) {
    tests::spill(file, "old");
    tests::spill(path / "file.new", "half of something that was written");
    replace_file(files, file, "new");
    BOOST_TEST(tests::slurp(file) == "new");
}

BOOST_AUTO_TEST_CASE(a_failed_replacement_leaves_the_old_content) {
    tests::spill(file, "old");
    fs::create_directory(path / "file.new");
    BOOST_CHECK_THROW(replace_file(files, file, "new"), io_error);
    BOOST_TEST(tests::slurp(file) == "old");
}

BOOST_AUTO_TEST_CASE(a_lock_names_its_holder_and_is_seen_without_being_taken) {
    BOOST_TEST(!files.is_locked(file));
    BOOST_TEST(!fs::exists(file)); // looking makes no file
    tests::spill(file, "a longer text of the holder before");
    auto held = files.lock(file, "pid 1\n");
    BOOST_REQUIRE(held);
    BOOST_TEST(tests::slurp(file) == "pid 1\n");
    BOOST_TEST(files.is_locked(file));
    BOOST_TEST(files.is_locked(file));
    BOOST_TEST(!files.lock(file, "pid 2\n"));
    BOOST_TEST(tests::slurp(file) == "pid 1\n"); // who is refused writes nothing
    BOOST_TEST(files.is_locked(file));           // and closing its handle frees nothing
    held.reset();
    BOOST_TEST(!files.is_locked(file));
    BOOST_TEST(files.lock(file, "pid 2\n"));
}

BOOST_AUTO_TEST_CASE(another_process_holds_the_lock_until_it_dies) {
    other_process other(file);
    BOOST_TEST(files.is_locked(file));
    BOOST_TEST(!files.lock(file, "us\n"));
    BOOST_TEST(tests::slurp(file) == "the other\n");
    other.kill();
    BOOST_TEST(!files.is_locked(file));
    BOOST_TEST(files.lock(file, "us\n"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::journal
