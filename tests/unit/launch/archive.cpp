#include "launch/archive.hpp"

#include "desk.hpp"
#include "files/posix_storage.hpp"
#include "launch/removal.hpp"
#include "launch/standing.hpp"

#include <cerrno>

namespace muster::launch {

namespace fs = std::filesystem;
using core::exit_status;
using tests::slurp;
using tests::spill;
using tests::tells;

namespace launch_archive {
namespace {

/// The real file system for a process that dies before its n-th operation that changes something, or in the
/// middle of a write.
class mortal_storage final : public files::storage {
public:
    explicit mortal_storage(int operations) : left_(operations) {}
    [[nodiscard]] bool dead() const { return left_ < 0; }

    void make_directories(fs::path const& p) override {
        step();
        real_.make_directories(p);
    }
    std::unique_ptr<files::append_file> open_append(fs::path const& p) override {
        step();
        return std::make_unique<file>(*this, real_.open_append(p));
    }
    std::optional<std::string> read(fs::path const& p, std::uint64_t at, std::size_t most) override {
        return real_.read(p, at, most);
    }
    std::optional<files::entry> look(fs::path const& p) override { return real_.look(p); }
    std::optional<std::vector<files::entry>> list(fs::path const& p) override { return real_.list(p); }
    void truncate(fs::path const& p, std::uint64_t size) override {
        step();
        real_.truncate(p, size);
    }
    void rename(fs::path const& from, fs::path const& to) override {
        step();
        real_.rename(from, to);
    }
    void remove(fs::path const& p) override {
        step();
        real_.remove(p);
    }
    void set_mode(fs::path const& p, unsigned mode) override { real_.set_mode(p, mode); }
    void sync_directory(fs::path const& p) override {
        step();
        real_.sync_directory(p);
    }
    std::unique_ptr<files::file_lock> lock(fs::path const& p, std::string_view text) override {
        return real_.lock(p, text);
    }
    bool is_locked(fs::path const& p) override { return real_.is_locked(p); }

private:
    class file final : public files::append_file {
    public:
        file(mortal_storage& owner, std::unique_ptr<files::append_file> real)
            : owner_(owner),
              real_(std::move(real)) {}
        void append(std::string_view bytes) override {
            if (owner_.left_ == 0) real_->append(bytes.substr(0, bytes.size() / 2));
            owner_.step();
            real_->append(bytes);
        }
        void sync() override {
            owner_.step();
            real_->sync();
        }

    private:
        mortal_storage& owner_;
        std::unique_ptr<files::append_file> real_;
    };

    void step() {
        if (--left_ < 0) throw files::io_error("the process is dead", EIO);
    }

    files::posix_storage real_;
    int left_;
};

struct desk : tests::desk {
    journal::directory complete(std::string const& id) {
        auto where = make(id);
        append(where, {journal::run_started{1, 1, "host", "t"}, journal::run_ended{true, "", "t"}});
        return where;
    }
    static void archive_and_remove(files::storage& with, store const& jobs, journal::directory const& where) {
        auto const held = held_job::open(with, where);
        archive_job(held, with, jobs.archive_of(where.id));
        remove_job(held, with);
    }
    std::size_t archives() {
        return storage.list(path / "state" / "archive").value_or(std::vector<files::entry>()).size();
    }
};

} // namespace
} // namespace launch_archive

BOOST_FIXTURE_TEST_SUITE(launch_archive, desk)

BOOST_AUTO_TEST_CASE(an_archive_takes_the_place_of_the_job) {
    auto const where = complete("job");
    auto const held = held_job::open(storage, where);
    auto const packed = archive_job(held, storage, jobs.archive_of("job"));
    BOOST_TEST(packed == path / "state" / "archive" / "job.tar.zst");
    BOOST_TEST(tests::mode(packed) == 0600U);
    BOOST_TEST(fs::exists(where.journal())); // it is not removed by that
    remove_job(held, storage);
    BOOST_TEST(!fs::exists(where.root));
    BOOST_CHECK_EXCEPTION(jobs.find("job"), core::job_error, tells(exit_status::usage, "is archived"));
}

BOOST_AUTO_TEST_CASE(wherever_it_is_killed_the_job_or_its_archive_is_whole) {
    bool dead = true;
    int deaths = 0;
    for (int operations = 0; dead; ++operations) {
        auto const id = "job-" + std::to_string(operations);
        auto const where = complete(id);
        auto const whole = slurp(where.journal());
        mortal_storage mortal(operations);
        try {
            archive_and_remove(mortal, jobs, where);
        } catch (files::io_error const&) {
            ++deaths;
        }
        dead = mortal.dead();
        bool const is_there = fs::exists(where.root);
        BOOST_TEST((is_there || fs::exists(jobs.archive_of(id))));
        if (is_there) {
            BOOST_TEST(slurp(where.journal()) == whole);
            BOOST_TEST((standing_of(storage, where).how == standing::kind::complete));
            archive_and_remove(storage, jobs, where);
        }
        finish_removals(storage, path / "state" / "jobs");
        BOOST_TEST(storage.list(path / "state" / "jobs")->empty());
    }
    BOOST_TEST(deaths > 10);
}

BOOST_AUTO_TEST_CASE(what_is_no_file_cannot_be_archived) {
    auto const where = complete("job");
    fs::create_symlink("/etc", where.root / "link");
    auto const held = held_job::open(storage, where);
    BOOST_CHECK_EXCEPTION(archive_job(held, storage, jobs.archive_of("job")), core::job_error,
                          tells(exit_status::usage, "link is neither a file nor a directory"));
    BOOST_TEST(archives() == 0U);
    remove_job(held, storage); // the link goes, and not what it leads to
    BOOST_TEST(!fs::exists(where.root));
    BOOST_TEST(fs::exists("/etc/passwd"));
}

BOOST_AUTO_TEST_CASE(what_is_being_removed_by_another_is_left_to_it) {
    auto const where = complete("job");
    auto const going = path / "state" / "jobs" / ".removed-job";
    fs::rename(where.root, going);
    {
        auto const theirs = storage.lock(going / "lock", "");
        finish_removals(storage, path / "state" / "jobs");
        BOOST_TEST(fs::exists(going / "journal.jsonl"));
    }
    finish_removals(storage, path / "state" / "jobs");
    BOOST_TEST(!fs::exists(going));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
