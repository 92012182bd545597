#pragma once
#include "files/storage.hpp"
#include "journal/directory.hpp"
#include "journal/state.hpp"

#include <string>

namespace muster::service {

/// What to do next with a job that is not running: a command that may be copied, or a sentence with one;
/// empty where nothing is left to do. `folded` = the fold of its journal; `state_option` = what else commands
/// need to find the job (launch::store).
std::string advice_for(files::storage& storage, journal::directory const& where, journal::state const& folded,
                       std::string const& state_option);

} // namespace muster::service
