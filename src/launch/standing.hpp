#pragma once
#include "files/storage.hpp"
#include "journal/directory.hpp"
#include "journal/state.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::launch {

/// How one job stands, by what is on disk of it: what `muster status` says.
struct standing {
    enum class kind {
        running,     ///< a process holds it
        complete,    ///< every member that matched has its outcome
        stopped,     ///< its last run ended early: on purpose, or by an error
        interrupted, ///< its last run was killed: nobody holds it, and the journal tells no end
        damaged      ///< its files cannot be used
    };
    std::string id;
    kind how = kind::damaged;
    std::string reason;      ///< why it is stopped or damaged; may be empty
    journal::state folded;   ///< empty if it is damaged
    std::uint64_t bytes = 0; ///< of its journal that are sound

    /// Whether a resume would go on with it.
    [[nodiscard]] bool resumable() const { return how == kind::stopped || how == kind::interrupted; }
};

/// The word for it in the CLI and docs.
std::string_view to_string(standing::kind how);

/// How much of a job's journal is read.
enum class scrutiny {
    all,   ///< every line: damage is found wherever it is
    newest ///< what stands behind the checkpoint, where that can be used: whatever the journal's size
};

/// Reads one job; holds nothing, changes nothing. That its files cannot be used is a standing, too. Throws
/// files::io_error if its lock cannot be looked at, or who has its files cannot be reached.
standing standing_of(files::storage& storage, journal::directory const& where,
                     scrutiny how_much = scrutiny::all);

} // namespace muster::launch
