#include "files/mounted_storage.hpp"

#include "../scratch.hpp"

#include <boost/test/unit_test.hpp>

#include <cerrno>

namespace muster::files {

namespace other_files {
namespace {

namespace fs = std::filesystem;

/// Another disk: what is said to be at `at:` is in a directory.
class elsewhere final : public storage {
public:
    explicit elsewhere(fs::path where) : where_(std::move(where)) {}
    void make_directories(fs::path const& p) override { real_.make_directories(in(p)); }
    std::unique_ptr<append_file> open_append(fs::path const& p) override { return real_.open_append(in(p)); }
    std::optional<std::string> read(fs::path const& p, std::uint64_t offset, std::size_t most) override {
        return real_.read(in(p), offset, most);
    }
    std::optional<entry> look(fs::path const& p) override { return real_.look(in(p)); }
    std::optional<std::vector<entry>> list(fs::path const& p) override { return real_.list(in(p)); }
    void truncate(fs::path const& p, std::uint64_t size) override { real_.truncate(in(p), size); }
    void rename(fs::path const& from, fs::path const& to) override { real_.rename(in(from), in(to)); }
    void remove(fs::path const& p) override { real_.remove(in(p)); }
    void set_mode(fs::path const& p, unsigned mode) override { real_.set_mode(in(p), mode); }
    void sync_directory(fs::path const& p) override { real_.sync_directory(in(p)); }
    std::unique_ptr<file_lock> lock(fs::path const& p, std::string_view text) override {
        return real_.lock(in(p), text);
    }
    std::chrono::seconds lock_outlives(fs::path const&) override { return std::chrono::seconds(7); }
    bool is_locked(fs::path const& p) override { return real_.is_locked(in(p)); }

private:
    [[nodiscard]] fs::path in(fs::path const& p) const { return where_ / p.native().substr(4); }
    fs::path where_;
    posix_storage real_;
};

struct desk : tests::scratch {
    desk() {
        fs::create_directory(path / "real");
        fs::create_directory(path / "other");
    }
    elsewhere other{path / "other"};
    mounted_storage both{"at:", other};
    /// Does all that can be done to a file, in that directory.
    void work_in(fs::path const& d) {
        both.make_directories(d / "deep");
        both.open_append(d / "deep/a")->append("0123");
        both.truncate(d / "deep/a", 2);
        both.rename(d / "deep/a", d / "deep/b");
        both.set_mode(d / "deep/b", 0400);
        both.sync_directory(d / "deep");
        BOOST_TEST(both.read(d / "deep/b", 0, 9).value() == "01");
        BOOST_TEST(both.look(d / "deep/b")->mode == 0400U);
        auto held = both.lock(d / "lock", "x");
        BOOST_TEST(both.is_locked(d / "lock"));
        held.reset();
        both.remove(d / "lock");
        BOOST_TEST(both.list(d)->size() == 1U);
    }
};

} // namespace
} // namespace other_files

BOOST_FIXTURE_TEST_SUITE(other_files, desk)

BOOST_AUTO_TEST_CASE(what_is_below_the_root_is_the_others_and_nothing_else) {
    work_in("at:/jobs");
    BOOST_TEST(tests::slurp(path / "other/jobs/deep/b") == "01");
    BOOST_TEST(fs::is_empty(path / "real"));
    work_in(path / "real");
    BOOST_TEST(tests::slurp(path / "real/deep/b") == "01");
    BOOST_TEST((both.lock_outlives("at:/x") == std::chrono::seconds(7)));
    BOOST_TEST((both.lock_outlives(path) == std::chrono::seconds(0)));
    BOOST_TEST(!both.look("at:x")); // a name that only begins alike is a file of the working directory's
}

BOOST_AUTO_TEST_CASE(nothing_is_renamed_from_one_to_the_other) {
    both.open_append("at:/a")->append("x");
    BOOST_CHECK_EXCEPTION(both.rename("at:/a", path / "real/a"), io_error,
                          [](io_error const& e) { return e.code() == EXDEV; });
    copy_file(both, "at:/a", path / "real/a"); // but copied
    BOOST_TEST(tests::slurp(path / "real/a") == "x");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::files
