#include "journal/plain_outcome.hpp"

#include "journal/sealed.hpp"

#include <charconv>
#include <cstdint>

namespace muster::journal {

namespace {

constexpr std::string_view beginning = R"({"t":"outcome","id":")";

/// Takes a line apart from its beginning on. What does not fit is left where it is.
class plain_fields {
public:
    explicit plain_fields(std::string_view line) : rest_(line) {}

    bool take(std::string_view expected) {
        if (!rest_.starts_with(expected)) return false;
        rest_.remove_prefix(expected.size());
        return true;
    }

    /// A text behind `before`, which holds its opening quote.
    std::optional<std::string_view> text(std::string_view before) {
        if (!take(before)) return std::nullopt;
        std::size_t length = 0;
        while (length < rest_.size() && is_plain(rest_[length])) ++length;
        auto const found = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return take("\"") ? std::optional(found) : std::nullopt;
    }

    /// Such a text, if the line goes on with it; false = it does, and the text is none.
    bool text_if_there(std::string_view before, std::string& into) {
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

    [[nodiscard]] bool at_end() const { return rest_.empty(); }

private:
    static bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

    std::string_view rest_;
};

} // namespace

std::optional<member_settled> read_plain_outcome(std::string_view line) {
    if (line.size() < seal_size || !line.starts_with(beginning)) return std::nullopt;
    plain_fields f(line.substr(0, line.size() - seal_size));
    auto const id = f.text(beginning);
    auto const page = f.number(R"(,"page":)");
    auto const word = f.text(R"(,"outcome":")");
    auto const attempts = f.number(R"(,"attempts":)");
    if (!page || !word || !attempts) return std::nullopt;
    auto const outcome = core::parse_outcome(*word);
    if (!outcome) return std::nullopt;
    member_settled s{std::string(*id), *page, *outcome, *attempts, {}, {}, false, {}, {}, {}, {}};
    if (!f.text_if_there(R"(,"code":")", s.code) || !f.text_if_there(R"(,"message":")", s.message))
        return std::nullopt;
    s.read_back = f.take(R"(,"readBack":true)");
    if (!f.text_if_there(R"(,"email":")", s.email) || !f.text_if_there(R"(,"at":")", s.at)
        || !f.text_if_there(R"(,"row":")", s.row) || !f.text_if_there(R"(,"made":")", s.made))
        return std::nullopt;
    if (!f.at_end() || !is_intact(line)) return std::nullopt;
    return s;
}

} // namespace muster::journal
