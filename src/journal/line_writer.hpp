#pragma once
#include "core/write_json.hpp"
#include "journal/sealed.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace muster::journal {

/// The name of a line's field with all that stands about it, put together by the compiler: `,"id":`.
class field_name {
public:
    consteval field_name(char const* name) {
        put(',');
        put('"');
        for (; *name != '\0'; ++name) put(*name);
        put('"');
        put(':');
    }
    [[nodiscard]] std::string_view written() const { return {written_.data(), size_}; }

private:
    constexpr void put(char c) { written_.at(size_++) = c; }

    std::array<char, 24> written_{};
    std::size_t size_ = 0;
};

/// Builds one line of a journal field by field: a few appends for each member, where a document tree would be
/// many allocations.
class line_writer {
public:
    /// Begins a line behind what `out` holds, which must outlive this.
    line_writer(std::string& out, std::string_view type) : out_(out), start_(out.size()) {
        out_.append(std::string_view(R"({"t":")")).append(type).push_back('"');
    }
    line_writer& text(field_name const& key, std::string_view value) {
        out_.append(key.written());
        core::write_json(out_, value);
        return *this;
    }
    /// Nothing, where the value is empty.
    line_writer& text_if(field_name const& key, std::string_view value) {
        return value.empty() ? *this : text(key, value);
    }
    /// A list of texts: what `text_of` gives for each of `all`.
    template <class All, class Text_of>
    line_writer& texts(field_name const& key, All const& all, Text_of const& text_of) {
        out_.append(key.written());
        char before = '[';
        for (auto const& each : all) {
            out_.push_back(std::exchange(before, ','));
            core::write_json(out_, std::string_view(text_of(each)));
        }
        out_.push_back(']');
        return *this;
    }
    line_writer& number(field_name const& key, std::uint64_t value) {
        std::array<char, 20> digits{}; // of the largest
        auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        append(key, {digits.data(), end});
        return *this;
    }
    line_writer& decimal(field_name const& key, double value) {
        std::array<char, 32> text{};
        auto const end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
        append(key, {text.data(), end});
        return *this;
    }
    /// Nothing, where it is false.
    line_writer& flag_if(field_name const& key, bool value) {
        if (value) append(key, "true");
        return *this;
    }
    line_writer& value(field_name const& key, boost::json::value const& v) {
        out_.append(key.written());
        core::write_json(out_, v);
        return *this;
    }
    line_writer& value(field_name const& key, boost::json::object const& o) {
        out_.append(key.written());
        core::write_json(out_, o);
        return *this;
    }
    /// Seals it.
    void end() { seal(out_, start_); }

private:
    void append(field_name const& key, std::string_view json) { out_.append(key.written()).append(json); }

    std::string& out_;
    std::size_t start_;
};

} // namespace muster::journal
