#pragma once
#include "core/printable.hpp"
#include "provider/replies.hpp"

#include <boost/json/value.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::fuzz {

/// Ends the process if a property does not hold; libFuzzer then keeps the input.
inline void check(bool holds, char const* property, std::string_view about = {}) {
    if (holds) return;
    auto const shown = core::printable(about);
    std::fprintf(stderr, "NOT SO: %s\n%s\n", property, shown.c_str());
    std::abort();
}

/// The bytes that the fuzzer made.
inline std::string_view text_of(std::uint8_t const* data, std::size_t size) {
    return size == 0 ? std::string_view() : std::string_view(reinterpret_cast<char const*>(data), size);
}

/// The parts of an input: they stand between lines `%%`. There are `count` of them, the missing ones empty;
/// the last takes what is left.
inline std::vector<std::string_view> parts_of(std::string_view input, std::size_t count) {
    constexpr std::string_view between = "\n%%\n";
    std::vector<std::string_view> parts;
    while (parts.size() + 1 < count) {
        auto const end = input.find(between);
        parts.push_back(input.substr(0, end));
        input = end == input.npos ? std::string_view() : input.substr(end + between.size());
    }
    parts.push_back(input);
    return parts;
}

/// The JSON value that a text is, with the numbers that specs and members can have: none is infinite, as
/// 1e400 would be; nullopt if it is none.
inline std::optional<boost::json::value> json_of(std::string_view text) {
    boost::system::error_code error;
    auto value = provider::replies::parse(text, error);
    if (error) return std::nullopt;
    return value;
}

/// Feeds a reader with the text, so many bytes at a time, and hands out what it gives.
template <class Reader, class Each>
void read_in_pieces(Reader& reader, std::string_view text, std::size_t piece, Each const& each) {
    for (bool more = true; more;) {
        more = !text.empty();
        if (more)
            reader.feed(text.substr(0, piece));
        else
            reader.finish();
        text.remove_prefix(std::min(piece, text.size()));
        while (auto const found = reader.next()) each(*found);
    }
}

/// Text that people are shown: printable, and short.
inline void check_shown(std::string_view text, std::size_t longest, char const* what) {
    check(core::printable(text) == text, what, text);
    check(text.size() <= longest, what, text);
}

} // namespace muster::fuzz
