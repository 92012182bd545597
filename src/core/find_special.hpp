#pragma once
#include <bit>
#include <cstddef>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace muster::core {

/// Whether JSON does not let it stand in a string without further ado: a quote, a backslash, a control
/// character, or what is no ASCII.
constexpr bool is_special(char c) {
    auto const byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte >= 0x80 || c == '"' || c == '\\';
}

/// Where the first such byte stands from `at` (at most the text's size) on; the end if there is none.
inline std::size_t find_special(std::string_view text, std::size_t at) {
#ifdef __SSE2__
    // As signed numbers, what is no ASCII is less than a blank, as control characters are.
    auto const blank = _mm_set1_epi8(' '), quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\');
    constexpr std::size_t width = sizeof blank;
    auto const marks_at = [&](std::size_t begin) {
        __m128i bytes;
        std::memcpy(&bytes, text.data() + begin, width);
        auto const special =
            _mm_or_si128(_mm_cmplt_epi8(bytes, blank),
                         _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)));
        return static_cast<unsigned>(_mm_movemask_epi8(special));
    };
    for (; at + width <= text.size(); at += width)
        if (auto const marks = marks_at(at); marks != 0)
            return at + static_cast<std::size_t>(std::countr_zero(marks));
    if (text.size() >= width) { // the end, with some of what was looked at already
        auto const last = text.size() - width;
        auto const marks = marks_at(last) >> (at - last);
        return marks != 0 ? at + static_cast<std::size_t>(std::countr_zero(marks)) : text.size();
    }
#endif
    while (at < text.size() && !is_special(text[at])) ++at;
    return at;
}

/// Whether all of a text is ASCII that can be seen, blanks among it.
inline bool is_visible_ascii(std::string_view text) {
    std::size_t at = 0;
#ifdef __SSE2__
    auto const blank = _mm_set1_epi8(' '), rubout = _mm_set1_epi8(0x7f);
    for (__m128i bytes; at + sizeof bytes <= text.size(); at += sizeof bytes) {
        std::memcpy(&bytes, text.data() + at, sizeof bytes);
        auto const odd = _mm_or_si128(_mm_cmplt_epi8(bytes, blank), _mm_cmpeq_epi8(bytes, rubout));
        if (_mm_movemask_epi8(odd) != 0) return false;
    }
#endif
    for (; at < text.size(); ++at)
        if (text[at] < 0x20 || text[at] == 0x7f) return false; // a negative char is not ASCII
    return true;
}

} // namespace muster::core
