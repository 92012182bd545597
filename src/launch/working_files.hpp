#pragma once
#include "files/storage.hpp"
#include "journal/directory.hpp"
#include "journal/state.hpp"

#include <string>
#include <vector>

namespace muster::launch {

/// What a job works from beside its spec: rows that can be read but once, the list as it was walked, keys.
struct working_file {
    std::string name;
    bool sound = true;
    std::string says; ///< for people: what it holds, or what is wrong with it and what to do
};

/// Reads those that there are, whole. `job` = what the journal amounts to. Throws files::io_error.
std::vector<working_file> check_working_files(files::storage& storage, journal::directory const& where,
                                              journal::state const& job);

} // namespace muster::launch
