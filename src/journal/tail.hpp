#pragma once
#include "files/storage.hpp"
#include "journal/state.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace muster::journal {

/// Looks behind the last sound line of a journal, which ends at byte `from`, for a record that was written
/// only when all bytes before it were durable: the first one of a run, or the outcome of a change that was
/// sent though its intent is not among the sound lines, whose fold is `sound`. Where there is one, no crash
/// left these bytes. Says which record that is and what it proves, for people; nullopt if the bytes may be
/// torn. Throws io_error.
std::optional<std::string> proof_of_damage(files::storage& files, std::filesystem::path const& journal,
                                           std::uint64_t from, state const& sound);

} // namespace muster::journal
