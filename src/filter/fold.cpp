#include "filter/fold.hpp"

#include "core/utf8.hpp"

#include <algorithm>
#include <array>

namespace muster::filter {
namespace {

/// The letters first, first + stride, ... last, each folded by adding `shift`.
struct run {
    char16_t first;
    char16_t last;
    unsigned char stride;
    int shift;
};

/// In ascending order, without overlaps.
constexpr std::array runs{// Latin-1
                          run{0x00B5, 0x00B5, 1, 775}, run{0x00C0, 0x00D6, 1, 32}, run{0x00D8, 0x00DE, 1, 32},
                          // Latin Extended-A
                          run{0x0100, 0x012E, 2, 1}, run{0x0132, 0x0136, 2, 1}, run{0x0139, 0x0147, 2, 1},
                          run{0x014A, 0x0176, 2, 1}, run{0x0178, 0x0178, 1, -121}, run{0x0179, 0x017D, 2, 1},
                          run{0x017F, 0x017F, 1, -268},
                          // Latin Extended-B
                          run{0x018F, 0x018F, 1, 202}, run{0x01A0, 0x01A0, 1, 1}, run{0x01AF, 0x01AF, 1, 1},
                          run{0x01CD, 0x01DB, 2, 1}, run{0x01DE, 0x01EE, 2, 1}, run{0x01F8, 0x021E, 2, 1},
                          run{0x0222, 0x0232, 2, 1},
                          // Greek
                          run{0x0345, 0x0345, 1, 116}, run{0x0370, 0x0372, 2, 1}, run{0x0376, 0x0376, 1, 1},
                          run{0x037F, 0x037F, 1, 116}, run{0x0386, 0x0386, 1, 38}, run{0x0388, 0x038A, 1, 37},
                          run{0x038C, 0x038C, 1, 64}, run{0x038E, 0x038F, 1, 63}, run{0x0391, 0x03A1, 1, 32},
                          run{0x03A3, 0x03AB, 1, 32}, run{0x03C2, 0x03C2, 1, 1}, run{0x03CF, 0x03CF, 1, 8},
                          run{0x03D0, 0x03D0, 1, -30}, run{0x03D1, 0x03D1, 1, -25},
                          run{0x03D5, 0x03D5, 1, -15}, run{0x03D6, 0x03D6, 1, -22}, run{0x03D8, 0x03EE, 2, 1},
                          run{0x03F0, 0x03F0, 1, -54}, run{0x03F1, 0x03F1, 1, -48},
                          run{0x03F4, 0x03F4, 1, -60}, run{0x03F5, 0x03F5, 1, -64}, run{0x03F7, 0x03F7, 1, 1},
                          run{0x03F9, 0x03F9, 1, -7}, run{0x03FA, 0x03FA, 1, 1}, run{0x03FD, 0x03FF, 1, -130},
                          // Cyrillic
                          run{0x0400, 0x040F, 1, 80}, run{0x0410, 0x042F, 1, 32}, run{0x0460, 0x0480, 2, 1},
                          run{0x048A, 0x04BE, 2, 1}, run{0x04C0, 0x04C0, 1, 15}, run{0x04C1, 0x04CD, 2, 1},
                          run{0x04D0, 0x052E, 2, 1},
                          // Latin Extended Additional
                          run{0x1E00, 0x1E94, 2, 1}, run{0x1E9B, 0x1E9B, 1, -58},
                          run{0x1E9E, 0x1E9E, 1, -7615}, run{0x1EA0, 0x1EFE, 2, 1}};

constexpr char32_t above_all_code_points = 0x110000;

} // namespace

char32_t fold(char32_t c) {
    if (c < 0x80) return c >= U'A' && c <= U'Z' ? c + 32 : c;
    auto const* const r = std::lower_bound(runs.begin(), runs.end(), c,
                                           [](run const& a, char32_t value) { return a.last < value; });
    if (r == runs.end() || c < r->first || (c - r->first) % r->stride != 0) return c;
    return static_cast<char32_t>(static_cast<int>(c) + r->shift);
}

char32_t folding_reader::next() {
    auto const [c, length] = core::first_code_point(rest_);
    auto const byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(std::max(length, 1U));
    return length == 0 ? above_all_code_points + byte : fold(c);
}

std::u32string folded(std::string_view text) {
    std::u32string result;
    for (folding_reader in(text); !in.at_end();) result += in.next();
    return result;
}

} // namespace muster::filter
