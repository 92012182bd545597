#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::source {

/// A file of blocks: each has a fixed size, a checksum (CRC-32), and its number, so that damage, and a block
/// in another's place, are found out when it is read.
inline constexpr std::size_t block_size = 4096;
/// Bytes that a block can carry.
inline constexpr std::size_t block_room = block_size - 16;

/// Appends the block of that number, from 0, with at most block_room bytes of content.
void append_block(std::string& to, std::uint64_t number, std::string_view content);

/// What the block carries, a view into it; nullopt if that is not a sound block of that number.
std::optional<std::string_view> read_block(std::string_view block, std::uint64_t number);

} // namespace muster::source
