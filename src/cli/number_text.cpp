#include "cli/number_text.hpp"

#include "core/printable.hpp"

#include <algorithm>
#include <charconv>

namespace muster::cli {

namespace {

bool all_digits(std::string_view text) {
    return !text.empty()
           && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view without_zeros(std::string_view digits) {
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size() - 1));
    return digits;
}

// Up to more than any bound, which is all that has to be told apart.
template <class number>
bool is_within(std::string_view text, number_range within) {
    number value{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size()
           && value >= static_cast<number>(within.least) && value <= static_cast<number>(within.most);
}

std::string must_be(char const* kind, number_range within, std::string_view text) {
    return std::string("must be ") + kind + " from " + std::to_string(within.least) + " to "
           + std::to_string(within.most) + ", not " + core::quoted(text);
}

} // namespace

std::optional<std::string> mistake_in_whole_number(std::string_view text, number_range within) {
    auto const wrong = must_be("a whole number", within, text);
    if (!all_digits(text)) return wrong;
    auto const plain = without_zeros(text);
    if (!is_within<std::uint64_t>(plain, within)) return wrong;
    // Elsewhere a zero before it makes a number octal: which one is meant has to be said.
    if (plain != text) return wrong + "; did you mean " + std::string(plain) + "?";
    return std::nullopt;
}

std::optional<std::string> mistake_in_decimal_number(std::string_view text, number_range within) {
    auto const wrong = must_be("a number", within, text);
    auto const point = std::min(text.find('.'), text.size());
    auto const whole = text.substr(0, point);
    if (!all_digits(whole)) return wrong;
    if (point < text.size() && !all_digits(text.substr(point + 1))) return wrong;
    auto const zeros = whole.size() - without_zeros(whole).size();
    auto const plain = text.substr(zeros);
    if (!is_within<double>(plain, within)) return wrong;
    if (zeros > 0) return wrong + "; did you mean " + std::string(plain) + "?";
    return std::nullopt;
}

} // namespace muster::cli
