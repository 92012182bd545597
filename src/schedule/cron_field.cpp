#include "schedule/cron_field.hpp"

#include "core/ascii.hpp"
#include "core/digest.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

namespace muster::schedule {

namespace {

using std::string_literals::operator""s;

class field_reader {
public:
    field_reader(cron_field const& of, std::string_view name) : of_(of), name_(name) {}

    /// A list of items.
    [[nodiscard]] cron_field::chosen read(std::string_view text) const {
        cron_field::chosen all;
        all.star = text.front() == '*';
        for (auto const item : split_cron(text, ",", true)) {
            if (item.empty()) fail(quote_cron(text) + " has an empty place in its list");
            add(item, all.numbers);
        }
        return all;
    }

private:
    [[noreturn]] void fail(std::string const& why) const { throw cron_mistake{of_.what + ": "s + why}; }

    [[nodiscard]] std::string limits() const {
        return std::to_string(of_.low) + " to " + std::to_string(of_.high);
    }

    [[nodiscard]] std::optional<unsigned> digits(std::string_view text) const {
        unsigned n = 0;
        auto const* const end = text.data() + text.size();
        auto const [stop, error] = std::from_chars(text.data(), end, n);
        if (text.empty() || stop != end || error == std::errc::invalid_argument) return std::nullopt;
        if (error != std::errc()) n = 1'000'000; // too high for any field
        return n;
    }

    [[nodiscard]] unsigned number(std::string_view text) const {
        auto const found = std::find(of_.names.begin(), of_.names.end(), core::lower_ascii(text));
        if (found != of_.names.end()) return of_.low + static_cast<unsigned>(found - of_.names.begin());
        auto const n = digits(text);
        if (!n)
            fail(quote_cron(text) + " is not a number from " + limits()
                 + (of_.names.empty() ? ""s
                                      : ", or one of " + std::string(of_.names.front()) + " to "
                                            + std::string(of_.names.back())));
        if (*n < of_.low || *n > of_.high) fail(std::string(text) + " is not from " + limits());
        return *n;
    }

    [[nodiscard]] unsigned step(std::string_view text) const {
        auto const n = digits(text);
        if (!n || *n == 0) fail("a step is a number from 1 on, not " + quote_cron(text));
        if (*n > of_.high) fail("a step of " + std::string(text) + " leads past " + std::to_string(of_.high));
        return *n;
    }

    /// `2-5`; one number is a range of its own.
    [[nodiscard]] std::pair<unsigned, unsigned> range(std::string_view text) const {
        auto const dash = text.find('-');
        unsigned const from = number(text.substr(0, dash));
        if (dash == std::string_view::npos) return {from, from};
        auto const last = text.substr(dash + 1);
        unsigned to = number(last);
        if (of_.high == 7 && from > 0 && core::lower_ascii(last) == "sun")
            to = 7; // `fri-sun`: the Sunday after
        if (from > to)
            fail(quote_cron(text) + " goes down; write " + std::string(text.substr(0, dash)) + '-'
                 + std::to_string(of_.high == 7 ? 6 : of_.high) + ',' + std::to_string(of_.low) + '-'
                 + std::string(last));
        return {from, to};
    }

    /// The same number for the same name, below `below`.
    [[nodiscard]] unsigned spread(unsigned below) const {
        auto const sum = core::sha256(std::string(of_.what) + '\n' + std::string(name_));
        std::uint64_t n = 0;
        std::from_chars(sum.data(), sum.data() + 15, n, 16);
        return static_cast<unsigned>(n % below);
    }

    /// `H`, `H(2-5)`, `H/15`, `H(0-29)/10`.
    void add_spread(std::string_view item, std::bitset<60>& to) const {
        auto rest = item.substr(1);
        std::pair<unsigned, unsigned> within{of_.low, of_.spread_high};
        if (rest.starts_with('(')) {
            auto const end = rest.find(')');
            if (end == std::string_view::npos) fail(quote_cron(item) + " lacks its )");
            if (rest.substr(0, end).find('-') == std::string_view::npos)
                fail(quote_cron(item) + " needs a range in its brackets, as in H(0-30)");
            within = range(rest.substr(1, end - 1));
            rest.remove_prefix(end + 1);
        }
        unsigned const span = within.second - within.first + 1;
        if (rest.empty()) return take(within.first + spread(span), to);
        if (!rest.starts_with('/')) fail(quote_cron(item) + " is not understood after its H");
        unsigned const by = step(rest.substr(1));
        for (auto n = within.first + spread(std::min(by, span)); n <= within.second; n += by) take(n, to);
    }

    void add(std::string_view item, std::bitset<60>& to) const {
        if (item.front() == 'H') return add_spread(item, to);
        auto const slash = item.find('/');
        auto const which = item.substr(0, slash);
        auto const [from, last] = which == "*" ? std::pair(of_.low, of_.high) : range(which);
        unsigned by = 1;
        if (slash != std::string_view::npos) {
            if (which != "*" && which.find('-') == std::string_view::npos)
                fail(quote_cron(item) + " has a step, but no range; write " + std::string(which) + '-'
                     + std::to_string(of_.high) + std::string(item.substr(slash)));
            by = step(item.substr(slash + 1));
        }
        for (auto n = from; n <= last; n += by) take(n, to);
    }

    void take(unsigned n, std::bitset<60>& to) const { to.set(of_.high == 7 ? n % 7 : n); }

    cron_field const& of_;
    std::string_view name_;
};

} // namespace

std::array<cron_field, 5> const& cron_fields() {
    static std::array<cron_field, 5> const all{{
        {"minute", 0, 59, 59, {}},
        {"hour", 0, 23, 23, {}},
        {"day of month", 1, 31, 28, {}},
        {"month",
         1,
         12,
         12,
         {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
        {"day of week", 0, 7, 6, {"sun", "mon", "tue", "wed", "thu", "fri", "sat"}},
    }};
    return all;
}

/// What stands in one field.
struct chosen {
    std::bitset<60> numbers;
    bool star = false; ///< it begins with `*`
};

cron_field::chosen cron_field::read(std::string_view text, std::string_view name) const {
    return field_reader(*this, name).read(text);
}

std::string quote_cron(std::string_view text) {
    std::string shown;
    for (char const c : text.substr(0, 40)) shown += c >= ' ' && c <= '~' ? c : '?';
    return '"' + shown + (text.size() > 40 ? "...\"" : "\"");
}

std::vector<std::string_view> split_cron(std::string_view text, std::string_view at, bool keep_empty) {
    std::vector<std::string_view> parts;
    for (;;) {
        auto const end = text.find_first_of(at);
        auto const part = text.substr(0, end);
        if (keep_empty || !part.empty()) parts.push_back(part);
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

} // namespace muster::schedule
