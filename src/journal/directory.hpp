#pragma once
#include "core/time.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace muster::journal {

/// Where the files of one job are: `<state>/jobs/<job id>/`.
struct directory {
    directory(std::filesystem::path const& state_directory, std::string job_id);

    std::string id;
    std::filesystem::path root;
    [[nodiscard]] std::filesystem::path spec() const { return root / "spec.json"; }
    [[nodiscard]] std::filesystem::path journal() const { return root / "journal.jsonl"; }
    [[nodiscard]] std::filesystem::path checkpoint() const { return root / "checkpoint.json"; }
    [[nodiscard]] std::filesystem::path lock() const { return root / "lock"; }
};

/// `$MUSTER_STATE_DIR`, else `$XDG_STATE_HOME/muster` (ignored if it is relative, as the XDG specification
/// has it), else `$HOME/.local/state/muster`. Throws core::job_error(usage) where none of them is set.
std::filesystem::path default_state_directory();

/// `<name>-<UTC yyyymmddThhmmssZ>-<4 hex digits of random>`.
std::string make_job_id(std::string_view name, core::wall_time now, std::uint16_t random);

/// Whether this can be a job id: 1 to 128 of `A-Z a-z 0-9 . _ -`, not beginning with a dot or dash.
bool is_job_id(std::string_view text);

/// The ids of all jobs of a state directory, by name.
std::vector<std::string> job_ids(std::filesystem::path const& state_directory);

} // namespace muster::journal
