#pragma once
#include "files/storage.hpp"
#include "journal/consistency.hpp"
#include "journal/directory.hpp"
#include "journal/state.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace muster::journal {

/// What a job's journal and checkpoint are worth: more than a resume looks at, for `muster fsck`.
struct inspection {
    state folded;               ///< the fold of all sound lines
    std::uint64_t lines = 0;    ///< whole, with the right checksum, and making sense after those before them
    std::uint64_t offset = 0;   ///< where the last of them ends
    std::uint64_t torn = 0;     ///< bytes behind, if a crash may have left them
    std::optional<flaw> damage; ///< why the journal cannot be used; line 0 = there is none
    consistency rules;          ///< sound lines that contradict each other

    enum class shortcut {
        none,        ///< there is no checkpoint
        agrees,      ///< it says what the lines that it covers amount to
        unusable,    ///< it cannot be read; a resume passes it over
        contradicts, ///< it says something else, and the journal is the truth
        not_judged   ///< the journal is damaged before its offset
    };
    shortcut saved = shortcut::none;
    std::uint64_t covered = 0; ///< bytes of the journal that it claims to cover, if it can be read
    std::string saved_why;     ///< what is wrong with it
};

/// Reads all of a job's journal, and folds and judges every line. Where it finds no damage and no
/// contradiction, a resume uses exactly `folded` and `offset`. Memory: 8 bytes for each outcome, beside what
/// a resume takes. Throws io_error. Changes nothing on disk.
inspection inspect(files::storage& files, directory const& where);

} // namespace muster::journal
