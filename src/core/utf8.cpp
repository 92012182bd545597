#include "core/utf8.hpp"

namespace muster::core {
namespace {

/// The code point in the first `length` bytes of `text`, whose lead byte holds its highest bits under
/// `lead_mask`.
code_point multi_byte(std::string_view text, unsigned length, unsigned lead_mask, char32_t smallest) {
    if (text.size() < length) return {};
    char32_t value = static_cast<unsigned char>(text[0]) & lead_mask;
    for (unsigned i = 1; i < length; ++i) {
        unsigned const byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0U) != 0x80U) return {};
        value = (value << 6U) | (byte & 0x3FU);
    }
    bool const surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < smallest || surrogate || value > 0x10FFFF) return {};
    return {value, length};
}

} // namespace

code_point first_code_point(std::string_view text) {
    if (text.empty()) return {};
    unsigned const lead = static_cast<unsigned char>(text[0]);
    if (lead < 0x80U) return {lead, 1};
    if ((lead & 0xE0U) == 0xC0U) return multi_byte(text, 2, 0x1FU, 0x80);
    if ((lead & 0xF0U) == 0xE0U) return multi_byte(text, 3, 0x0FU, 0x800);
    if ((lead & 0xF8U) == 0xF0U) return multi_byte(text, 4, 0x07U, 0x10000);
    return {};
}

void append_utf8(std::string& text, char32_t c) {
    auto const continuation = [&text](char32_t bits) { text += static_cast<char>(0x80U | (bits & 0x3FU)); };
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xC0U | (c >> 6U));
        continuation(c);
    } else if (c < 0x10000) {
        text += static_cast<char>(0xE0U | (c >> 12U));
        continuation(c >> 6U);
        continuation(c);
    } else {
        text += static_cast<char>(0xF0U | (c >> 18U));
        continuation(c >> 12U);
        continuation(c >> 6U);
        continuation(c);
    }
}

} // namespace muster::core
