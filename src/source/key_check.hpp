#pragma once
#include "files/storage.hpp"
#include "source/key_entry.hpp"
#include "source/key_sorter.hpp"
#include "source/rows.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace muster::source {

/// Two rows with one key.
struct repeat {
    position first, second; ///< where they begin
    std::string key;        ///< as it stands in the second one; empty until name_repeats()
};

/// Finds the keys that stand twice among entries that it sees in order.
class key_check {
public:
    /// It keeps this many repeats, those that stand first in the file.
    static constexpr std::size_t most_kept = 10;

    void see(key_entry const& e);
    /// How many rows have the key of one before them.
    [[nodiscard]] std::uint64_t count() const { return count_; }
    /// Those that are kept, by the second row of each.
    [[nodiscard]] std::vector<repeat> const& found() const { return found_; }

private:
    void keep(repeat r);

    bool begun_ = false;
    key_entry first_; // of those with the last key
    std::uint64_t count_ = 0;
    std::vector<repeat> found_;
};

/// Adds the keys of all rows that are left; one that cannot be read has none. Throws as rows::next() does
/// where nothing behind it can be read.
void add_keys(rows& all, rows_settings const& settings, key_sorter& to);

/// Reads the keys of these rows once more, to name them, and to be sure: what is no repeat is left out.
/// Throws as rows does.
std::vector<repeat> name_repeats(files::storage& files, rows_settings const& settings,
                                 std::vector<repeat> found);

/// `line 17 has the same key as line 3: "ann@example.com"`
std::string describe(repeat const& r);

} // namespace muster::source
