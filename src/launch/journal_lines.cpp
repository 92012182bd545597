#include "launch/journal_lines.hpp"

#include "files/lines.hpp"
#include "journal/directory.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <cerrno>
#include <exception>

namespace muster::launch {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t packed_chunk = 256U << 10U;
constexpr std::size_t unpacked_chunk = 1U << 20U;

class file_lines final : public journal_lines {
public:
    file_lines(files::storage& storage, fs::path const& journal, std::uint64_t from)
        : lines_(storage, journal, from) {}
    std::optional<std::string_view> next() override { return lines_.next(); }
    [[nodiscard]] std::uint64_t offset() const override { return lines_.offset(); }

private:
    files::line_reader lines_;
};

class archive_lines final : public journal_lines {
public:
    archive_lines(files::storage& storage, fs::path file)
        : storage_(storage),
          file_(std::move(file)),
          archive_(archive_read_new(), archive_read_free) {
        check(archive_read_support_format_tar(archive_.get()));
        check(archive_read_support_filter_zstd(archive_.get()));
        check(archive_read_open(archive_.get(), this, nullptr, give_packed, nullptr));
        find_journal();
    }
    archive_lines(archive_lines const&) = delete; // libarchive knows where it is
    archive_lines& operator=(archive_lines const&) = delete;

    std::optional<std::string_view> next() override {
        return lines_.next([this](std::string& buffer) {
            auto const before = buffer.size();
            buffer.resize(before + unpacked_chunk);
            auto const n = archive_read_data(archive_.get(), buffer.data() + before, unpacked_chunk);
            buffer.resize(before + static_cast<std::size_t>(n > 0 ? n : 0));
            check(n);
            return n != 0;
        });
    }
    [[nodiscard]] std::uint64_t offset() const override { return lines_.offset(); }
    [[nodiscard]] std::string job() const override { return job_; }

private:
    static la_ssize_t give_packed(archive* a, void* to, void const** bytes) {
        auto& self = *static_cast<archive_lines*>(to);
        try { // nothing may be thrown through C
            self.packed_ = self.storage_.read(self.file_, self.packed_at_, packed_chunk).value_or("");
        } catch (...) {
            self.error_ = std::current_exception();
            archive_set_error(a, EIO, "cannot read");
            return -1;
        }
        self.packed_at_ += self.packed_.size();
        *bytes = self.packed_.data();
        return static_cast<la_ssize_t>(self.packed_.size());
    }

    void check(la_ssize_t result) const {
        if (result >= ARCHIVE_OK || result == ARCHIVE_WARN) return;
        if (error_) std::rethrow_exception(error_);
        char const* const why = archive_error_string(archive_.get());
        fail(why != nullptr ? why : "unknown error");
    }
    [[noreturn]] void fail(std::string const& why) const {
        throw files::io_error("cannot read the archive " + file_.string() + ": " + why, EIO);
    }

    void find_journal() {
        auto const wanted = journal::directory("", "").journal().filename();
        archive_entry* e = nullptr;
        for (;;) {
            int const result = archive_read_next_header(archive_.get(), &e);
            if (result == ARCHIVE_EOF) fail("it holds no journal");
            check(result);
            char const* const name = archive_entry_pathname(e);
            fs::path const inside(name != nullptr ? name : "");
            if (inside.filename() != wanted || inside.parent_path().has_parent_path()) continue;
            job_ = inside.parent_path().string();
            if (journal::is_job_id(job_)) return;
        }
    }

    files::storage& storage_;
    fs::path file_;
    std::string packed_;
    std::uint64_t packed_at_ = 0;
    std::exception_ptr error_;
    std::unique_ptr<archive, int (*)(archive*)> archive_;
    std::string job_;
    files::line_cutter lines_;
};

} // namespace

std::unique_ptr<journal_lines> lines_of_file(files::storage& storage, fs::path const& journal,
                                             std::uint64_t from) {
    return std::make_unique<file_lines>(storage, journal, from);
}

std::unique_ptr<journal_lines> lines_of_archive(files::storage& storage, fs::path const& archive) {
    return std::make_unique<archive_lines>(storage, archive);
}

} // namespace muster::launch
