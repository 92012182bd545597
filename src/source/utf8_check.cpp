#include "source/utf8_check.hpp"

#include "core/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace muster::source {
namespace {

constexpr std::uint64_t ones = 0x0101010101010101U;
constexpr std::uint64_t high_bits = 0x8080808080808080U;

/// Whether all eight bytes are ASCII, and none of them is NUL: only a NUL borrows when one is taken from
/// each.
bool is_plain(char const* eight) {
    std::uint64_t word = 0;
    std::memcpy(&word, eight, sizeof word);
    return ((word | (word - ones)) & high_bits) == 0;
}

} // namespace

std::optional<std::size_t> find_bad_byte(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (text.size() - at >= 8 && is_plain(text.data() + at)) {
            at += 8;
            continue;
        }
        auto const [value, length] = core::first_code_point(text.substr(at));
        if (length == 0 || value == 0) return at;
        at += length;
    }
    return std::nullopt;
}

std::string_view bad_byte_message(char c) {
    if (c == '\0') return "a NUL byte: this is no text, or it is not saved as UTF-8";
    return "this is not UTF-8: save the file as UTF-8";
}

} // namespace muster::source
