#pragma once
#include "core/digest.hpp"
#include "source/position.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace muster::source {

/// What stands for a key: the first 128 bits of its SHA-256. Who chooses the keys cannot make two that share
/// one, so equal hashes are equal keys, and nobody need look at the rows again.
struct key_hash {
    std::uint64_t high = 0, low = 0;
    auto operator<=>(key_hash const&) const = default;
};

/// Gives the hashes of keys.
class key_hasher {
public:
    key_hash operator()(std::string_view key);

private:
    core::sha256_stream sum_;
};

/// A key of a file, and the row that has it. The order is that of the hashes, then of the rows.
struct key_entry {
    key_hash hash;
    position row; ///< where it begins
    auto operator<=>(key_entry const&) const = default;
};

/// Bytes of an entry in a file: four numbers of 64 bits, the lowest byte first.
inline constexpr std::size_t entry_size = 32;

void append_entry(std::string& to, key_entry const& e);
/// The entry that a text begins with, which has at least entry_size bytes.
key_entry read_entry(std::string_view text);

} // namespace muster::source
