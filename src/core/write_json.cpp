#include "core/write_json.hpp"

#include "core/find_special.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <array>
#include <charconv>
#include <cmath>

namespace muster::core {

namespace json = boost::json;

namespace {

template <class Number, class... Format>
void append_number(std::string& out, Number n, Format... format) {
    std::array<char, 32> buffer{};
    auto const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), n, format...).ptr;
    out.append(buffer.data(), end);
}

/// Without an exponent: `123456789012345680000`. The zeros are no digits of the number's, which has 17 at
/// most, as those that std::chars_format::fixed has there would be taken to be.
void append_large(std::string& out, double d) {
    std::array<char, 32> buffer{};
    auto const* const end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), d, std::chars_format::scientific).ptr;
    std::string_view const text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    auto const mantissa = text.substr(0, text.find('e'));
    std::size_t exponent = 0;
    std::from_chars(text.data() + mantissa.size() + 2, end, exponent); // behind `e+`
    auto const before = out.size();
    for (char const c : mantissa)
        if (c != '.') out += c;
    auto const digits = out.size() - before - (d < 0 ? 1 : 0);
    if (digits <= exponent) out.append(exponent + 1 - digits, '0');
}

/// The letter behind the backslash of a short escape; 0 = there is none.
char short_escape(char c) {
    switch (c) {
    case '"': return '"';
    case '\\': return '\\';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    case '\b': return 'b';
    case '\f': return 'f';
    default: return 0;
    }
}

} // namespace

void write_number(std::string& out, double d) {
    // As JavaScript has it, by which most of these were written: people do not take 1e+05 for a number.
    auto const size = std::abs(d);
    constexpr double largest_exact = 9007199254740992; // 2^53: all digits of those below are the number's
    if (!std::isfinite(d))
        out += "null";
    else if (size >= largest_exact && size < 1e21)
        append_large(out, d);
    else if (size >= 1e-6 && size < 1e21)
        append_number(out, d, std::chars_format::fixed);
    else
        append_number(out, d);
}

void write_json(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    auto const is_ascii = [&](std::size_t i) { return static_cast<unsigned char>(text[i]) < 0x80; };
    out += '"';
    std::size_t plain = 0; // from there to `i`, nothing has to be escaped
    for (auto i = find_special(text, 0); i < text.size(); i = find_special(text, i)) {
        if (!is_ascii(i)) {
            while (i < text.size() && !is_ascii(i)) ++i;
            continue;
        }
        auto const byte = static_cast<unsigned char>(text[i]);
        out.append(text, plain, i - plain);
        plain = ++i;
        if (auto const letter = short_escape(static_cast<char>(byte))) {
            out += {'\\', letter};
        } else {
            out += "\\u00";
            out += digits[byte >> 4U];
            out += digits[byte & 0xFU];
        }
    }
    out.append(text, plain);
    out += '"';
}

void write_json(std::string& out, json::object const& o) {
    char before = '{';
    for (auto const& each : o) {
        out += before;
        write_json(out, std::string_view(each.key()));
        out += ':';
        write_json(out, each.value());
        before = ',';
    }
    out += before == '{' ? "{}" : "}";
}

void write_json(std::string& out, json::value const& v) {
    switch (v.kind()) {
    case json::kind::null: out += "null"; break;
    case json::kind::bool_: out += v.get_bool() ? "true" : "false"; break;
    case json::kind::int64: append_number(out, v.get_int64()); break;
    case json::kind::uint64: append_number(out, v.get_uint64()); break;
    case json::kind::double_: write_number(out, v.get_double()); break;
    case json::kind::string: write_json(out, std::string_view(v.get_string())); break;
    case json::kind::array: {
        char before = '[';
        for (auto const& each : v.get_array()) {
            out += before;
            write_json(out, each);
            before = ',';
        }
        out += before == '[' ? "[]" : "]";
        break;
    }
    case json::kind::object: write_json(out, v.get_object()); break;
    }
}

} // namespace muster::core
