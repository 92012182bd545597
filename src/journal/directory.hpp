#pragma once
#include "core/time.hpp"
#include "files/storage.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace muster::journal {

/// Where the files of one job are, `<state>/jobs/<job id>/`, and the names that they have there.
struct directory {
    directory(std::filesystem::path const& state_directory, std::string job_id);

    std::string id;
    std::filesystem::path root;
    [[nodiscard]] std::filesystem::path spec() const;
    [[nodiscard]] std::filesystem::path journal() const;
    [[nodiscard]] std::filesystem::path checkpoint() const;
    [[nodiscard]] std::filesystem::path lock() const;
    /// The list as it was walked before anything was sent, where its pages shift (engine/snapshot.hpp).
    [[nodiscard]] std::filesystem::path members() const;
    /// The rows of a job that came from standard input or a query, as they were when it began.
    [[nodiscard]] std::filesystem::path rows() const;
    /// Where in that list a member stands, by what the rows of the job's file know it by; and the keys of
    /// those rows, while the list is walked (source/key_set.hpp).
    [[nodiscard]] std::filesystem::path member_keys() const;
    [[nodiscard]] std::filesystem::path row_keys() const;
    /// The keys of the n-th file, from 0, that its `where` names (source/key_set.hpp).
    [[nodiscard]] std::filesystem::path keys(std::size_t n) const;
    /// What a look at the members that the job changed has found, made at its end as its spec asks for it.
    [[nodiscard]] std::filesystem::path verified() const;
    /// What people were told last of how it stands; the job can do without it.
    [[nodiscard]] std::filesystem::path told() const;
    /// The unix socket by which the run that lives is steered. No storage knows it.
    [[nodiscard]] std::filesystem::path control() const;
    /// Where a resume keeps what it cuts off the journal at byte `offset`; `n` >= 1 tells several apart.
    [[nodiscard]] std::filesystem::path torn_tail(std::uint64_t offset, unsigned n) const;
    /// Where `fsck --repair` keeps the n-th (>= 1) checkpoint that could not be used.
    [[nodiscard]] std::filesystem::path bad_checkpoint(unsigned n) const;

    /// What a file in it is by its name.
    enum class role {
        of_the_job,
        put_aside, ///< a torn tail, a bad checkpoint: nothing relies on it
        temporary, ///< what files::replace_file writes before it renames
        foreign    ///< not muster's
    };
    static role role_of(std::string_view name);
    /// Whether a file of that name is a set of keys: keys(), member_keys() or row_keys().
    static bool holds_keys(std::string_view name);
};

/// `$MUSTER_STATE_DIR`, else `$XDG_STATE_HOME/muster` (ignored if it is relative, as the XDG specification
/// has it), else `$HOME/.local/state/muster`. Throws core::job_error(usage) where none of them is set.
std::filesystem::path default_state_directory();

/// `<name>-<UTC yyyymmddThhmmssZ>-<4 hex digits of random>`.
std::string make_job_id(std::string_view name, core::wall_time now, std::uint16_t random);

/// Whether this can be a job id: 1 to 128 of `A-Z a-z 0-9 . _ -`, not beginning with a dot or dash.
bool is_job_id(std::string_view text);

/// The ids of all jobs of a state directory, by name. Throws files::io_error.
std::vector<std::string> job_ids(files::storage& files, std::filesystem::path const& state_directory);

} // namespace muster::journal
