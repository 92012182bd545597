#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace muster::core {

/// Goes through a text of JSON from its beginning, and makes nothing of it. It takes no text for JSON that
/// Boost.JSON's parser does not (RFC 8259, UTF-8 and the halves of surrogates among it), and refuses but one
/// thing that the parser may take: an exponent of more than six digits. Once something was refused, nothing
/// more may be asked.
class json_scanner {
public:
    /// No deeper than so many lists and objects in each other; those around the text count by `depth`.
    json_scanner(std::string_view text, std::size_t most_depth) : text_(text), depth_left_(most_depth) {}

    /// The next byte that is no white space, which is not taken; NUL at the end.
    char next() {
        bool const there = at_ < text_.size() && text_[at_] > ' '; // mostly
        return there ? text_[at_] : next_behind_space();
    }
    /// Takes that byte if it is this one.
    bool take(char c) {
        bool const here = next() == c && at_ < text_.size();
        at_ += here ? 1 : 0;
        return here;
    }
    /// Takes these bytes, tokens that were taken before, if they come next.
    bool take_just(std::string_view tokens) {
        next();
        bool const here =
            text_.size() - at_ >= tokens.size() && are_same(text_.data() + at_, tokens.data(), tokens.size());
        at_ += here ? tokens.size() : 0;
        return here;
    }
    /// Behind the bracket that begins an object or list: false if it is too deep.
    bool enter() { return depth_left_ > 0 && depth_left_-- > 0; }
    /// Behind the one that ends it.
    void leave() { ++depth_left_; }
    /// Takes a string; gives what stands between its quotes, escapes as they are. nullopt: it is none.
    std::optional<std::string_view> take_string();
    /// Whether there was an escape in the string that was taken last.
    [[nodiscard]] bool is_escaped() const { return is_escaped_; }
    /// Takes a value of any kind, and gives its text; nullopt: it is none.
    std::optional<std::string_view> take_value();
    /// The same without the text; false: it is none.
    bool pass_value();

    /// How many bytes were taken.
    [[nodiscard]] std::size_t at() const { return at_; }

private:
    /// As memcmp tells, but most keys are so long with all that is about them, and need no call.
    static bool are_same(char const* a, char const* b, std::size_t size) {
        auto const word_at = [](char const* place) {
            std::uint64_t word = 0;
            std::memcpy(&word, place, sizeof word);
            return word;
        };
        constexpr std::size_t word = sizeof(std::uint64_t);
        if (size < word || size > 2 * word) return std::memcmp(a, b, size) == 0;
        auto const last = size - word; // the two words may overlap
        return word_at(a) == word_at(b) && word_at(a + last) == word_at(b + last);
    }
    char next_behind_space();
    bool pass_string();
    bool pass_escape();
    bool pass_hex(unsigned& unit);
    bool pass_number();
    bool pass_digits();
    bool pass_word(std::string_view word);
    template <typename Item>
    bool pass_items(char end, Item const& item);

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t depth_left_;
    bool is_escaped_ = false;
};

} // namespace muster::core
