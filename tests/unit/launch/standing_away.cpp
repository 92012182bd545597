#include "launch/standing.hpp"

#include <boost/test/unit_test.hpp>

#include <cerrno>

namespace muster::launch {

BOOST_AUTO_TEST_SUITE(standing_of_a_job_that_cannot_be_reached)

namespace {

/// Files that nobody can have now.
class storage_away final : public files::storage {
public:
    explicit storage_away(int code) : code_(code) {}
    void make_directories(std::filesystem::path const&) override { fail(); }
    std::unique_ptr<files::append_file> open_append(std::filesystem::path const&) override { fail(); }
    std::optional<std::string> read(std::filesystem::path const&, std::uint64_t, std::size_t) override {
        fail();
    }
    std::optional<files::entry> look(std::filesystem::path const&) override { fail(); }
    std::optional<std::vector<files::entry>> list(std::filesystem::path const&) override { fail(); }
    void truncate(std::filesystem::path const&, std::uint64_t) override { fail(); }
    void rename(std::filesystem::path const&, std::filesystem::path const&) override { fail(); }
    void remove(std::filesystem::path const&) override { fail(); }
    void set_mode(std::filesystem::path const&, unsigned) override { fail(); }
    void sync_directory(std::filesystem::path const&) override { fail(); }
    std::unique_ptr<files::file_lock> lock(std::filesystem::path const&, std::string_view) override {
        fail();
    }
    bool is_locked(std::filesystem::path const&) override { return false; }

private:
    [[noreturn]] void fail() const { throw files::io_error("nobody answers", code_); }
    int code_;
};

} // namespace

BOOST_AUTO_TEST_CASE(it_is_not_taken_for_damaged) {
    storage_away away(EHOSTUNREACH);
    BOOST_CHECK_THROW(standing_of(away, {"/state", "job"}), files::io_error);
    BOOST_CHECK_THROW(standing_of(away, {"/state", "job"}, scrutiny::newest), files::io_error);
}

BOOST_AUTO_TEST_CASE(a_disk_that_cannot_be_read_is_damage) {
    storage_away broken(EIO);
    auto const found = standing_of(broken, {"/state", "job"});
    BOOST_TEST((found.how == standing::kind::damaged));
    BOOST_TEST(found.reason == "nobody answers");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
