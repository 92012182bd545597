#include "core/plain_json.hpp"

#include "core/find_special.hpp"
#include "core/utf8.hpp"

#include <algorithm>
#include <array>

namespace muster::core {

namespace {

// Fields are held against each other: of more, reading them is faster.
constexpr std::size_t most_fields = 16;
// As many digits as any 64-bit number may have.
constexpr std::size_t most_digits = 18;

class plain_reader {
public:
    plain_reader(std::string_view text, std::size_t most_depth) : text_(text), depth_left_(most_depth) {}

    bool pass_value() {
        switch (here()) {
        case '"': return pass_text();
        case '{': return pass_object();
        case '[': return pass_list();
        case 't': return pass_word("true");
        case 'f': return pass_word("false");
        case 'n': return pass_word("null");
        default: return pass_number();
        }
    }
    [[nodiscard]] std::size_t at() const { return at_; }

private:
    /// The next byte; NUL at the end.
    [[nodiscard]] char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool take(char c) {
        if (here() != c) return false;
        ++at_;
        return true;
    }

    bool pass_word(std::string_view word) {
        if (text_.substr(at_, word.size()) != word) return false;
        at_ += word.size();
        return true;
    }

    bool pass_number() {
        bool const negative = take('-');
        auto const begin = at_;
        while (here() >= '0' && here() <= '9') ++at_;
        auto const digits = at_ - begin;
        if (digits == 0 || digits > most_digits || here() == '.' || here() == 'e' || here() == 'E')
            return false;
        return text_[begin] != '0' || (digits == 1 && !negative);
    }

    bool pass_text() {
        if (!take('"')) return false;
        for (;;) {
            at_ = find_special(text_, at_);
            if (take('"')) return true;
            auto const length = first_code_point(text_.substr(at_)).length;
            if (length < 2) return false; // an escape, a control character, no UTF-8, or the end
            at_ += length;
        }
    }

    bool pass_list() {
        if (depth_left_ == 0) return false;
        --depth_left_;
        ++at_;
        if (!take(']')) {
            do {
                if (!pass_value()) return false;
            } while (take(','));
            if (!take(']')) return false;
        }
        ++depth_left_;
        return true;
    }

    bool pass_object() {
        if (depth_left_ == 0) return false;
        --depth_left_;
        ++at_;
        if (!take('}')) {
            std::array<std::string_view, most_fields> names;
            std::size_t count = 0;
            do {
                auto const begin = at_;
                if (count == names.size() || !pass_text()) return false;
                auto const name = text_.substr(begin, at_ - begin);
                auto const end = names.begin() + static_cast<std::ptrdiff_t>(count);
                if (std::find(names.begin(), end, name) != end) return false;
                names[count++] = name;
                if (!take(':') || !pass_value()) return false;
            } while (take(','));
            if (!take('}')) return false;
        }
        ++depth_left_;
        return true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t depth_left_;
};

} // namespace

std::size_t plain_json_size(std::string_view text, std::size_t most_depth) {
    plain_reader r(text, most_depth);
    return r.pass_value() ? r.at() : 0;
}

std::optional<plain_field> plain_object::next() {
    auto const expected = at_ == 0 ? '{' : ',';
    if (at_ >= text_.size() || text_[at_] != expected || text_.substr(at_ + 1, 1) != "\"")
        return std::nullopt;
    auto const name = at_ + 2;
    auto const value = end_of_text(name - 1) + 1; // behind the colon
    if (value >= text_.size()) return std::nullopt;
    at_ = end_of_value(value);
    return plain_field{text_.substr(name, value - 2 - name), text_.substr(value, at_ - value)};
}

/// Behind the quote that ends the text that begins with this one.
std::size_t plain_object::end_of_text(std::size_t quote) const {
    return std::min(text_.find('"', quote + 1), text_.size() - 1) + 1;
}

std::size_t plain_object::end_of_value(std::size_t begin) const {
    std::size_t depth = 0;
    for (auto at = begin; at < text_.size();) {
        switch (text_[at]) {
        case '"': at = end_of_text(at); break;
        case '{':
        case '[':
            ++depth;
            ++at;
            break;
        case '}':
        case ']':
            if (depth == 0) return at;
            --depth;
            ++at;
            break;
        case ',':
            if (depth == 0) return at;
            ++at;
            break;
        default: ++at;
        }
    }
    return text_.size();
}

} // namespace muster::core
