#include "source/block.hpp"

#include <zlib.h>

namespace muster::source {
namespace {

// A block: checksum of all behind it (4 bytes), bytes of content (4), number (8), content, zeros.
constexpr std::size_t at_size = 4;
constexpr std::size_t at_number = 8;
constexpr std::size_t at_content = 16;

void put_number(std::string& text, std::size_t at, std::size_t bytes, std::uint64_t n) {
    for (std::size_t i = 0; i < bytes; ++i) text[at + i] = static_cast<char>(n >> 8 * i & 0xFFU);
}

std::uint64_t number_at(std::string_view text, std::size_t at, std::size_t bytes) {
    std::uint64_t n = 0;
    for (std::size_t i = 0; i < bytes; ++i)
        n |= std::uint64_t{static_cast<unsigned char>(text[at + i])} << 8 * i;
    return n;
}

std::uint64_t checksum(std::string_view block) {
    auto const summed = block.substr(at_size);
    return ::crc32(0, reinterpret_cast<Bytef const*>(summed.data()), static_cast<uInt>(summed.size()));
}

} // namespace

void append_block(std::string& to, std::uint64_t number, std::string_view content) {
    auto const begin = to.size();
    to.resize(begin + block_size, '\0');
    put_number(to, begin + at_size, 4, content.size());
    put_number(to, begin + at_number, 8, number);
    to.replace(begin + at_content, content.size(), content);
    put_number(to, begin, 4, checksum(std::string_view(to).substr(begin)));
}

std::optional<std::string_view> read_block(std::string_view block, std::uint64_t number) {
    if (block.size() != block_size || number_at(block, 0, 4) != checksum(block)) return std::nullopt;
    auto const size = number_at(block, at_size, 4);
    if (size > block_room || number_at(block, at_number, 8) != number) return std::nullopt;
    return block.substr(at_content, size);
}

} // namespace muster::source
