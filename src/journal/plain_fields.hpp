#pragma once
#include "core/find_special.hpp"
#include "journal/sealed.hpp"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::journal {

/// Takes a sealed line apart that stands in the very form in which `encode` writes it, from its beginning on,
/// with no text that needs escapes. What does not fit is left where it is. That the line is intact is
/// another's to look.
class plain_fields {
public:
    explicit plain_fields(std::string_view line)
        : rest_(line.size() < seal_size ? std::string_view() : line.substr(0, line.size() - seal_size)) {}

    bool take(std::string_view expected) {
        if (!rest_.starts_with(expected)) return false;
        rest_.remove_prefix(expected.size());
        return true;
    }

    /// A text behind `before`, which holds its opening quote.
    std::optional<std::string_view> text(std::string_view before) {
        if (!take(before)) return std::nullopt;
        auto length = core::find_special(rest_, 0);
        while (length < rest_.size() && static_cast<unsigned char>(rest_[length]) >= 0x80)
            length = core::find_special(rest_, length + 1);
        auto const found = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return take("\"") ? std::optional(found) : std::nullopt;
    }

    /// Such a text, if the line goes on with it; false = it does, and the text is none.
    template <class Text>
    bool text_if_there(std::string_view before, Text& into) {
        if (!rest_.starts_with(before)) return true;
        auto const found = text(before);
        if (found) into = *found;
        return found.has_value();
    }

    /// A count below 10^18, as JSON writes it.
    std::optional<std::uint64_t> number(std::string_view before) {
        if (!take(before)) return std::nullopt;
        std::uint64_t value = 0;
        auto const* const end = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value).ptr;
        auto const digits = static_cast<std::size_t>(end - rest_.data());
        if (digits == 0 || digits > 18 || (digits > 1 && rest_.front() == '0')) return std::nullopt;
        rest_.remove_prefix(digits);
        return value;
    }

    /// The next `size` bytes, of as many as there are.
    std::string_view bytes(std::size_t size) {
        auto const found = rest_.substr(0, size);
        rest_.remove_prefix(found.size());
        return found;
    }

    [[nodiscard]] std::string_view rest() const { return rest_; }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

} // namespace muster::journal
