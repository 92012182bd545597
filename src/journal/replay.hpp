#pragma once
#include "files/storage.hpp"
#include "journal/directory.hpp"
#include "journal/state.hpp"

#include <deque>
#include <functional>
#include <optional>
#include <string>

namespace muster::journal {

/// What is on disk of a job.
struct replayed {
    state folded;
    std::uint64_t offset = 0; ///< where the journal's last whole, sound line ends
    /// Bytes behind that: a write that a crash cut short. They were never durable, so nothing relies on them.
    std::uint64_t torn = 0;
    /// Bytes that the checkpoint spared; 0 = there was none, or none that can be used.
    std::uint64_t covered = 0;
    /// Members settled last, oldest first, for telling a page that repeats itself across runs.
    std::deque<std::string> recent;
};

/// How many of them are kept.
inline constexpr std::size_t recent_members = 10'000;

/// Reads a job: checks every line's checksum, folds those behind the checkpoint. A checkpoint that cannot be
/// used, or counts rows twice, is passed over, as the journal alone says everything. Throws
/// core::job_error(internal) where there is no journal, its version is not ours, it is damaged or cut before
/// the checkpoint's offset or where it was durable (tail.hpp), or a line with a good checksum makes no sense;
/// io_error. Changes nothing on disk.
replayed replay(files::storage& files, directory const& where);

/// The same by the word of the checkpoint, for whoever only shows how jobs stand: of what that covers, it
/// looks at the last line alone, and `recent` is empty. nullopt: there is no checkpoint that can be used, or
/// what stands there is not as it should be, so that replay() has to tell; so it is while a run is writing,
/// now and then. Throws io_error.
std::optional<replayed> glance(files::storage& files, directory const& where);

/// Cuts a torn tail off the journal; the bytes are kept beside it as `journal.torn-<offset>` (with `-2` and
/// so on behind it where there are others of that name). Throws io_error.
void cut_torn_tail(files::storage& files, directory const& where, replayed const& found);

/// What a resume does before it writes: makes the directory's names durable, which a killed run may have left
/// undone, cuts off a torn tail, and makes what is left durable, so that the next record proves it to be
/// whole. Throws io_error.
void prepare_to_append(files::storage& files, directory const& where, replayed const& found);

/// Calls `each` with every record of a journal, in order, up to the last whole, sound line. Throws
/// core::job_error(internal) where a line with a good checksum makes no sense; io_error.
void for_each_record(files::storage& files, std::filesystem::path const& journal,
                     std::function<void(record const&)> const& each);

} // namespace muster::journal
