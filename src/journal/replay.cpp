#include "journal/replay.hpp"

#include "core/errors.hpp"
#include "journal/checkpoint.hpp"
#include "journal/sealed.hpp"

#include <stdexcept>

namespace muster::journal {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t chunk = 1U << 20U;
// Outcome lines are some 100 bytes, so that the journal's last bytes hold the last 10,000 members many times
// over.
constexpr std::uint64_t recent_bytes = 4U << 20U;

/// Reads a file line by line without holding it whole.
class line_reader {
public:
    line_reader(storage& files, fs::path path) : files_(files), path_(std::move(path)) {}

    /// The next line without its newline; nullopt at the end, or at a last line without one. The view holds
    /// until the next call.
    std::optional<std::string_view> next() {
        for (;;) {
            auto const end = buffer_.find('\n', at_);
            if (end != std::string::npos) {
                std::string_view const line(buffer_.data() + at_, end - at_);
                at_ = end + 1;
                offset_ += line.size() + 1;
                return line;
            }
            buffer_.erase(0, at_);
            at_ = 0;
            auto more = files_.read(path_, offset_ + buffer_.size(), chunk);
            if (!more || more->empty()) return std::nullopt;
            buffer_ += *more;
        }
    }
    /// Where the line that next() gave last ends.
    [[nodiscard]] std::uint64_t offset() const { return offset_; }
    /// Bytes behind it that are no line; counts to the end of the file.
    [[nodiscard]] std::uint64_t rest(std::uint64_t from) const {
        std::uint64_t size = 0;
        for (;;) {
            auto const more = files_.read(path_, from + size, chunk);
            if (!more || more->empty()) return size;
            size += more->size();
        }
    }

private:
    storage& files_;
    fs::path path_;
    std::string buffer_;
    std::size_t at_ = 0;
    std::uint64_t offset_ = 0;
};

[[noreturn]] void damaged(directory const& job, std::string const& what) {
    throw core::job_error(core::exit_status::internal,
                          "the journal of job " + job.id + " cannot be used: " + what + " ("
                              + job.journal().string() + "). Nothing was sent and nothing was changed.");
}

[[noreturn]] void damaged(directory const& job, std::uint64_t end_of_line, std::string const& what) {
    damaged(job, "the line that ends at byte " + std::to_string(end_of_line) + ": " + what);
}

std::optional<checkpoint> usable_checkpoint(storage& files, directory const& job) {
    auto const text = read_file(files, job.checkpoint());
    if (!text) return std::nullopt;
    try {
        return decode_checkpoint(*text);
    } catch (std::invalid_argument const&) {
        return std::nullopt;
    }
}

void remember(std::deque<std::string>& recent, record const& r) {
    auto const* const settled = std::get_if<member_settled>(&r);
    if (settled == nullptr) return;
    recent.push_back(settled->member);
    if (recent.size() > recent_members) recent.pop_front();
}

} // namespace

replayed replay(storage& files, directory const& job) {
    auto saved = usable_checkpoint(files, job);
    replayed result;
    if (saved) {
        result.covered = saved->offset;
        result.folded = std::move(saved->folded);
    }
    line_reader lines(files, job.journal());
    if (!files.read(job.journal(), 0, 1)) damaged(job, "there is none");
    while (auto const line = lines.next()) {
        bool const covered = lines.offset() <= result.covered;
        bool const recent = lines.offset() + recent_bytes > result.covered;
        bool const first = result.offset == 0;
        if (!is_intact(*line)) {
            if (covered || first) damaged(job, lines.offset(), "its checksum does not match");
            break; // behind the last line that was durable: torn
        }
        if (first || !covered || recent) {
            try {
                auto const r = decode(*line);
                if (first && !std::holds_alternative<job_opened>(r))
                    throw std::invalid_argument("it does not begin with a job record");
                if (!covered) result.folded.apply(r);
                if (recent) remember(result.recent, r);
            } catch (std::invalid_argument const& e) { // no crash makes a line with a good checksum
                damaged(job, lines.offset(), e.what());
            }
        }
        result.offset = lines.offset();
    }
    if (result.offset < result.covered)
        damaged(job, "it is shorter (" + std::to_string(result.offset) + " bytes) than its checkpoint says ("
                         + std::to_string(result.covered) + ")");
    if (result.offset == 0) damaged(job, "its first line is not whole");
    result.torn = lines.rest(result.offset);
    return result;
}

void cut_torn_tail(storage& files, directory const& job, replayed const& found) {
    if (found.torn == 0) return;
    auto const bytes = files.read(job.journal(), found.offset, static_cast<std::size_t>(found.torn));
    replace_file(files, job.root / ("journal.torn-" + std::to_string(found.offset)), bytes.value_or(""));
    files.truncate(job.journal(), found.offset);
}

void for_each_record(storage& files, fs::path const& journal,
                     std::function<void(record const&)> const& each) {
    line_reader lines(files, journal);
    while (auto const line = lines.next()) {
        if (!is_intact(*line)) return;
        try {
            each(decode(*line));
        } catch (std::invalid_argument const& e) {
            throw core::job_error(core::exit_status::internal,
                                  journal.string() + ", the line that ends at byte "
                                      + std::to_string(lines.offset()) + ": " + e.what());
        }
    }
}

} // namespace muster::journal
