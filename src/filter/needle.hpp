#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace muster::filter {

/// A text to look for, prepared once so that looking allocates nothing.
class needle {
public:
    /// `insensitive`: case is disregarded, as fold.hpp describes; else texts are compared byte by byte.
    needle(std::string_view text, bool insensitive);

    /// Whether `text` is, holds, begins with or ends with this.
    [[nodiscard]] bool equals(std::string_view text) const;
    [[nodiscard]] bool is_in(std::string_view text) const;
    [[nodiscard]] bool begins(std::string_view text) const;
    [[nodiscard]] bool ends(std::string_view text) const;

    [[nodiscard]] std::string const& text() const { return text_; }

private:
    std::string text_;
    std::optional<std::u32string> folded_; // if case is disregarded
};

} // namespace muster::filter
