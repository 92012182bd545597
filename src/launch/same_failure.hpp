#pragma once
#include "files/storage.hpp"
#include "journal/directory.hpp"
#include "journal/state.hpp"

#include <optional>
#include <string>

namespace muster::launch {

/// The code that every member failed with to which the job wanted to do something, if they are two or more,
/// none came out otherwise, and the platform (or the operation itself) refused the change as such: then it is
/// the spec that is wrong, and no resume of it can do better. `folded` = the fold of its journal; reads the
/// journal only where that leaves it open. Throws files::io_error.
std::optional<std::string> same_failure_of_all(files::storage& storage, journal::directory const& where,
                                               journal::state const& folded);

} // namespace muster::launch
