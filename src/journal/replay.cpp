#include "journal/replay.hpp"

#include "core/errors.hpp"
#include "files/lines.hpp"
#include "journal/checkpoint.hpp"
#include "journal/line_fold.hpp"
#include "journal/sealed.hpp"
#include "journal/tail.hpp"

#include <stdexcept>

namespace muster::journal {

namespace {

namespace fs = std::filesystem;

// Outcome lines are some 100 bytes, so that the journal's last bytes hold the last 10,000 members many times
// over.
constexpr std::uint64_t recent_bytes = 4U << 20U;

[[noreturn]] void damaged(directory const& where, std::string const& what) {
    throw core::job_error(core::exit_status::internal,
                          "the journal of job " + where.id + " cannot be used: " + what + " ("
                              + where.journal().string()
                              + "). Nothing was sent and nothing was changed. muster fsck " + where.id
                              + " says what is sound and what to do.");
}

[[noreturn]] void damaged(directory const& where, std::uint64_t end_of_line, std::string const& what) {
    damaged(where, "the line that ends at byte " + std::to_string(end_of_line) + ": " + what);
}

std::optional<checkpoint> usable_checkpoint(files::storage& files, directory const& where) {
    auto const text = files::read_file(files, where.checkpoint());
    if (!text) return std::nullopt;
    try {
        return decode_checkpoint(*text);
    } catch (std::invalid_argument const&) {
        return std::nullopt;
    }
}

/// Whether a line that is intact ends at that byte, as far as the bytes tell that most lines take.
bool ends_line(files::storage& files, fs::path const& journal, std::uint64_t offset) {
    constexpr std::uint64_t usual = 4096;
    auto const begin = offset > usual ? offset - usual : 0;
    auto const bytes = files.read(journal, begin, static_cast<std::size_t>(offset - begin));
    if (!bytes || bytes->size() != offset - begin || !bytes->ends_with('\n')) return false;
    std::string_view line(bytes->data(), bytes->size() - 1);
    auto const before = line.rfind('\n');
    if (before == line.npos && begin > 0) return false;
    if (before != line.npos) line.remove_prefix(before + 1);
    return is_intact(line);
}

void remember(std::deque<std::string>& recent, record const& r) {
    auto const* const settled = std::get_if<member_settled>(&r);
    if (settled == nullptr) return;
    recent.push_back(settled->member);
    if (recent.size() > recent_members) recent.pop_front();
}

} // namespace

replayed replay(files::storage& files, directory const& where) {
    auto saved = usable_checkpoint(files, where);
    replayed result;
    std::uint64_t const durable = saved ? saved->offset : 0;
    if (saved && !saved->counts_rows_twice) {
        result.covered = saved->offset;
        result.folded = std::move(saved->folded);
    }
    if (!files.read(where.journal(), 0, 1)) damaged(where, "there is none");
    auto const journal = where.journal();
    files::line_reader lines(files, journal);
    line_fold fold(files, journal, result.folded);
    bool covered = false, recent = false;
    std::function<void(record &&)> const take = [&](record&& r) {
        if (result.offset == 0 && !std::holds_alternative<job_opened>(r))
            throw std::invalid_argument("it does not begin with a job record");
        if (recent) remember(result.recent, r);
        if (!covered) fold.apply(std::move(r), result.offset);
    };
    while (auto const line = lines.next()) {
        covered = lines.offset() <= result.covered;
        recent = lines.offset() + recent_bytes > result.covered;
        bool const first = result.offset == 0;
        if (!is_intact(*line)) {
            if (lines.offset() <= durable || first)
                damaged(where, lines.offset(), "its checksum does not match");
            break; // perhaps torn
        }
        if (first || !covered || recent) {
            try {
                decode_named(*line, take);
            } catch (std::invalid_argument const& e) { // no crash makes a line with a good checksum
                damaged(where, lines.offset(), e.what());
            }
        }
        result.offset = lines.offset();
    }
    fold.complete();
    if (result.offset < durable)
        damaged(where, "it is shorter (" + std::to_string(result.offset)
                           + " bytes) than its checkpoint says (" + std::to_string(durable) + ")");
    if (result.offset == 0) damaged(where, "its first line is not whole");
    result.torn = files::bytes_behind(files, where.journal(), result.offset);
    if (result.torn == 0) return result;
    if (auto const proof = proof_of_damage(files, where.journal(), result.offset, result.folded))
        damaged(where, "the line that begins at byte " + std::to_string(result.offset)
                           + ": its checksum does not match, and no crash did that: " + *proof);
    return result;
}

std::optional<replayed> glance(files::storage& files, directory const& where) {
    auto saved = usable_checkpoint(files, where);
    if (!saved || !saved->folded.job() || !ends_line(files, where.journal(), saved->offset))
        return std::nullopt;
    auto const journal = where.journal();
    replayed result;
    result.offset = result.covered = saved->offset;
    result.folded = std::move(saved->folded);
    files::line_reader lines(files, journal, result.offset);
    line_fold fold(files, journal, result.folded);
    try {
        while (auto const line = lines.next()) {
            if (!is_intact(*line)) return std::nullopt;
            decode_named(*line, [&](record&& r) { fold.apply(std::move(r), result.offset); });
            result.offset = lines.offset();
        }
    } catch (std::invalid_argument const&) {
        return std::nullopt;
    }
    fold.complete();
    return result;
}

void cut_torn_tail(files::storage& files, directory const& where, replayed const& found) {
    if (found.torn == 0) return;
    auto const size = static_cast<std::size_t>(found.torn);
    auto const bytes = files.read(where.journal(), found.offset, size).value_or("");
    unsigned n = 1;
    auto kept = where.torn_tail(found.offset, n);
    while (files.read(kept, 0, size + 1).value_or(bytes) != bytes) // of another crash
        kept = where.torn_tail(found.offset, ++n);
    files::replace_file(files, kept, bytes);
    files.truncate(where.journal(), found.offset);
}

void prepare_to_append(files::storage& files, directory const& where, replayed const& found) {
    files.sync_directory(where.root);
    cut_torn_tail(files, where, found);
    if (found.torn == 0) files.open_append(where.journal())->sync();
}

void for_each_record(files::storage& files, fs::path const& journal,
                     std::function<void(record const&)> const& each) {
    files::line_reader lines(files, journal);
    std::function<void(record &&)> const take = std::ref(each);
    while (auto const line = lines.next()) {
        if (!is_intact(*line)) return;
        try {
            decode_intact(*line, take);
        } catch (std::invalid_argument const& e) {
            throw core::job_error(core::exit_status::internal,
                                  journal.string() + ", the line that ends at byte "
                                      + std::to_string(lines.offset()) + ": " + e.what());
        }
    }
}

} // namespace muster::journal
