#pragma once
#include "core/write_json.hpp"
#include "journal/sealed.hpp"

#include <boost/json/value.hpp>

#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace muster::journal {

/// Builds one line of a journal field by field: a few appends for each member, where a document tree would be
/// many allocations.
class line_writer {
public:
    /// Begins a line behind what `out` holds, which must outlive this.
    line_writer(std::string& out, std::string_view type) : out_(out), start_(out.size()) {
        out_.append("{\"t\":\"").append(type).append("\"");
    }
    line_writer& text(std::string_view key, std::string_view value) {
        name(key);
        append(value);
        return *this;
    }
    /// Nothing, where the value is empty.
    line_writer& text_if(std::string_view key, std::string_view value) {
        return value.empty() ? *this : text(key, value);
    }
    /// A list of texts: what `text_of` gives for each of `all`.
    template <class All, class Text_of>
    line_writer& texts(std::string_view key, All const& all, Text_of const& text_of) {
        name(key);
        char before = '[';
        for (auto const& each : all) {
            out_.push_back(std::exchange(before, ','));
            append(text_of(each));
        }
        out_.push_back(']');
        return *this;
    }
    line_writer& number(std::string_view key, std::uint64_t value) {
        std::array<char, 20> digits{}; // of the largest
        auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        name(key);
        out_.append(digits.data(), end);
        return *this;
    }
    line_writer& decimal(std::string_view key, double value) {
        std::array<char, 32> text{};
        auto const end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
        name(key);
        out_.append(text.data(), end);
        return *this;
    }
    /// Nothing, where it is false.
    line_writer& flag_if(std::string_view key, bool value) {
        if (!value) return *this;
        name(key);
        out_.append("true");
        return *this;
    }
    line_writer& value(std::string_view key, boost::json::value const& v) {
        name(key);
        core::write_json(out_, v);
        return *this;
    }
    /// Seals it.
    void end() { seal(out_, start_); }

private:
    void name(std::string_view key) { out_.append(",\"").append(key).append("\":"); }
    void append(std::string_view text) {
        if (plain(text))
            out_.append("\"").append(text).append("\"");
        else
            core::write_json(out_, text);
    }
    static bool plain(std::string_view s) {
        for (char const c : s)
            if (c < 0x20 || c == '"' || c == '\\' || c == 0x7f) return false; // a negative char is not ASCII
        return true;
    }

    std::string& out_;
    std::size_t start_;
};

} // namespace muster::journal
