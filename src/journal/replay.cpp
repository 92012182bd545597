#include "journal/replay.hpp"

#include "core/errors.hpp"
#include "journal/checkpoint.hpp"
#include "journal/lines.hpp"
#include "journal/sealed.hpp"
#include "journal/tail.hpp"

#include <stdexcept>

namespace muster::journal {

namespace {

namespace fs = std::filesystem;

// Outcome lines are some 100 bytes, so that the journal's last bytes hold the last 10,000 members many times
// over.
constexpr std::uint64_t recent_bytes = 4U << 20U;

[[noreturn]] void damaged(directory const& job, std::string const& what) {
    throw core::job_error(core::exit_status::internal,
                          "the journal of job " + job.id + " cannot be used: " + what + " ("
                              + job.journal().string()
                              + "). Nothing was sent and nothing was changed. muster fsck " + job.id
                              + " says what is sound and what to do.");
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
            break; // perhaps torn
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
    result.torn = bytes_behind(files, job.journal(), result.offset);
    if (result.torn == 0) return result;
    if (auto const proof = proof_of_damage(files, job.journal(), result.offset, result.folded))
        damaged(job, "the line that begins at byte " + std::to_string(result.offset)
                         + ": its checksum does not match, and no crash did that: " + *proof);
    return result;
}

void cut_torn_tail(storage& files, directory const& job, replayed const& found) {
    if (found.torn == 0) return;
    auto const size = static_cast<std::size_t>(found.torn);
    auto const bytes = files.read(job.journal(), found.offset, size).value_or("");
    auto const name = "journal.torn-" + std::to_string(found.offset);
    auto kept = job.root / name;
    for (int n = 2; files.read(kept, 0, size + 1).value_or(bytes) != bytes; ++n) // of another crash
        kept = job.root / (name + "-" + std::to_string(n));
    replace_file(files, kept, bytes);
    files.truncate(job.journal(), found.offset);
}

void prepare_to_append(storage& files, directory const& job, replayed const& found) {
    files.sync_directory(job.root);
    cut_torn_tail(files, job, found);
    if (found.torn == 0) files.open_append(job.journal())->sync();
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
