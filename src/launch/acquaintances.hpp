#pragma once
#include "files/storage.hpp"
#include "journal/directory.hpp"

#include <string>
#include <vector>

namespace muster::launch {

/// Whom a job met so far, as a key of the same application would find them.
struct acquaintances {
    /// A few members that should be there: those that were changed first come first. Without those that it
    /// deleted, or may have.
    std::vector<std::string> members;
    bool changed_any = false; ///< a change took effect, or may have
};

/// Reads all of a job's journal, which a replay has found sound. Throws files::io_error.
acquaintances acquaintances_of(files::storage& storage, journal::directory const& where);

} // namespace muster::launch
