#include "core/json_scanner.hpp"

#include "core/find_special.hpp"
#include "core/utf8.hpp"

namespace muster::core {

namespace {

// Boost.JSON refuses exponents that no int holds, leading zeros and all; nobody writes such that come near.
constexpr std::size_t most_exponent_digits = 6;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

} // namespace

std::optional<std::string_view> json_scanner::take_string() {
    if (!take('"')) return std::nullopt;
    auto const begin = at_;
    if (!pass_string()) return std::nullopt;
    return std::string_view(text_.data() + begin, at_ - begin - 1);
}

std::optional<std::string_view> json_scanner::take_value() {
    next();
    auto const begin = at_;
    if (!pass_value()) return std::nullopt;
    return std::string_view(text_.data() + begin, at_ - begin);
}

char json_scanner::next_behind_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
}

/// Behind the quote that begins it.
bool json_scanner::pass_string() {
    is_escaped_ = false;
    for (;;) {
        auto const special = find_special(text_, at_); // a variable of its own stays in a register
        if (special == text_.size()) return false;
        char const c = text_[special];
        if (c == '"') [[likely]] {
            at_ = special + 1;
            return true;
        }
        at_ = special;
        if (c == '\\') {
            is_escaped_ = true;
            ++at_;
            if (!pass_escape()) return false;
            continue;
        }
        auto const length = first_code_point(text_.substr(at_)).length;
        if (length < 2) return false; // a control character, or no UTF-8
        at_ += length;
    }
}

/// Behind its backslash.
bool json_scanner::pass_escape() {
    if (at_ == text_.size()) return false;
    char const c = text_[at_++];
    if (c != 'u') return std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos;
    unsigned unit = 0;
    if (!pass_hex(unit)) return false;
    if (unit < 0xD800 || unit > 0xDFFF) return true;
    if (unit > 0xDBFF || !text_.substr(at_).starts_with("\\u")) return false;
    at_ += 2;
    return pass_hex(unit) && unit >= 0xDC00 && unit <= 0xDFFF;
}

bool json_scanner::pass_hex(unsigned& unit) {
    if (text_.size() - at_ < 4) return false;
    unit = 0;
    for (auto const end = at_ + 4; at_ < end; ++at_) {
        auto const digit = std::string_view("0123456789abcdefABCDEF").find(text_[at_]);
        if (digit == std::string_view::npos) return false;
        unit = unit * 16 + static_cast<unsigned>(digit < 16 ? digit : digit - 6);
    }
    return true;
}

bool json_scanner::pass_digits() {
    auto const begin = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    return at_ > begin;
}

bool json_scanner::pass_number() {
    auto const is_next = [&](char c) { return at_ < text_.size() && text_[at_] == c; };
    if (is_next('-')) ++at_;
    bool const zero = is_next('0');
    auto const begin = at_;
    if (!pass_digits() || (zero && at_ - begin > 1)) return false;
    if (is_next('.')) {
        ++at_;
        if (!pass_digits()) return false;
    }
    if (!is_next('e') && !is_next('E')) return true;
    ++at_;
    if (is_next('+') || is_next('-')) ++at_;
    auto const exponent = at_;
    return pass_digits() && at_ - exponent <= most_exponent_digits;
}

bool json_scanner::pass_word(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
}

/// Behind the bracket that begins an object or list.
template <typename Item>
bool json_scanner::pass_items(char end, Item const& item) {
    if (!enter()) return false;
    if (!take(end)) {
        do {
            if (!item()) return false;
        } while (take(','));
        if (!take(end)) return false;
    }
    leave();
    return true;
}

bool json_scanner::pass_value() {
    switch (next()) {
    case '"': ++at_; return pass_string();
    case '{':
        ++at_;
        return pass_items('}', [&] { return take('"') && pass_string() && take(':') && pass_value(); });
    case '[': ++at_; return pass_items(']', [&] { return pass_value(); });
    case 't': return pass_word("true");
    case 'f': return pass_word("false");
    case 'n': return pass_word("null");
    default: return pass_number();
    }
}

} // namespace muster::core
