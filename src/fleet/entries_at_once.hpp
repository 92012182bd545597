#pragma once
#include "fleet/entries.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace muster::fleet {

/// What is to be read of a file, by its name, wherever it stands in one of several directories.
struct portion {
    std::string name;
    bool whole = false;   ///< all of it
    std::size_t head = 0; ///< else so many bytes from its beginning,
    std::size_t tail = 0; ///< and so many up to its end: it is only appended to
};

/// A file that is to be read whole is, if it has no more bytes.
inline constexpr std::uint64_t largest_whole = std::uint64_t{16} * 1024;

/// Several directories, and what was read of the files in them, as they stood at one moment.
struct seen_directories {
    struct part {
        std::uint64_t begin = 0;
        std::string bytes;
    };
    struct file {
        files::entry about;
        bool grows = false; ///< it is one of which the head and the tail were to be read
        std::vector<part> parts;
    };
    using directory = std::map<std::string, file, std::less<>>; // by name

    std::map<std::string, directory, std::less<>> held; ///< by path
    std::set<std::string, std::less<>> leased;          ///< the paths that somebody has the lease of
};

/// Reads them by four statements and a commit, whatever their number. Not held are those that are empty or
/// not there, and those with a file that was to be read whole and is larger than largest_whole. No path has a
/// line feed in it.
seen_directories read_at_once(connection& on, std::vector<std::string> const& directories,
                              std::vector<portion> const& portions);

} // namespace muster::fleet
