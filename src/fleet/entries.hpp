#pragma once
#include "database/postgres.hpp"
#include "files/storage.hpp"
#include "fleet/lease.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What is done to the files of a store, each in one transaction: which is done whole, or not at all, and is
/// durable when it returns. Paths are those within the store, without a slash at either end; empty = its
/// root. `sent` notes, as a commit goes, that it may have been done, should it be asked again because the
/// reply is lost. What is done under a tenure is done only while that is the last one of its lease. All throw
/// database::postgres_error.
namespace muster::fleet {

/// Another has taken over the lease that something was to be written under: nothing was.
struct lease_lost {};
/// Something is not there, or is there already, or was changed by another: an errno.
struct not_possible {
    int code = 0;
};

using tenures = std::optional<tenure>;
using connection = database::postgres_connection;

/// What entry_of() reads of a row of muster.entries: the first columns of a statement.
inline constexpr std::string_view entry_columns =
    "path, directory, mode, size, id, (EXTRACT(epoch FROM changed) * 1000000)::bigint";
inline constexpr int entry_column_count = 6;
files::entry entry_of(database::postgres_result const& r, int row);

std::optional<files::entry> look(connection& on, std::string const& path);
/// nullopt: no such directory.
std::optional<std::vector<files::entry>> list(connection& on, std::string const& path);
/// nullopt: no such file.
std::optional<std::string> read(connection& on, std::string const& path, std::uint64_t offset,
                                std::size_t most);

/// A file that can be appended to.
struct open_entry {
    std::uint64_t id = 0;
    std::uint64_t size = 0; ///< bytes
};

void make_directory(connection& on, std::string const& path, tenures const& under);
/// Makes it if it is missing. Throws not_possible: its directory is missing, or it is one.
open_entry open(connection& on, std::string const& path, tenures const& under);
/// Appends bytes to a file that is as long as `to` says. Throws not_possible(EBUSY) if it is not.
void append(connection& on, open_entry const& to, std::string_view bytes, tenures const& under, bool& sent);
void truncate(connection& on, std::string const& path, std::uint64_t size, tenures const& under);
/// A directory goes with all that is in it, and with the leases in it.
void rename(connection& on, std::string const& from, std::string const& to, tenures const& under, bool& sent);
/// A file, or a directory that is empty.
void remove(connection& on, std::string const& path, tenures const& under, bool& sent);
void set_mode(connection& on, std::string const& path, unsigned mode, tenures const& under);
/// Whether somebody has the lease of that path.
bool is_leased(connection& on, std::string const& path);

} // namespace muster::fleet
