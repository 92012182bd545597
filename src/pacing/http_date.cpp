#include "pacing/http_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <vector>

namespace muster::pacing {
namespace {

namespace chr = std::chrono;

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// How far ahead a two-digit year may lie (RFC 9110).
constexpr int furthest_ahead = 50;

/// The years whose every second fits a wall_time.
constexpr int first_year = 1678;
constexpr int last_year = 2261;

std::vector<std::string_view> words(std::string_view text) {
    constexpr auto between = std::string_view{" ,-:"};
    auto found = std::vector<std::string_view>{};
    for (;;) {
        text.remove_prefix(std::min(text.find_first_not_of(between), text.size()));
        if (text.empty()) return found;
        found.push_back(text.substr(0, text.find_first_of(between)));
        text.remove_prefix(found.back().size());
    }
}

std::optional<int> number(std::string_view digits, int most) {
    auto value = 0U;
    auto const* end = digits.data() + digits.size();
    auto const [stop, error] = std::from_chars(digits.data(), end, value);
    if (error != std::errc{} || stop != end || value > static_cast<unsigned>(most)) return std::nullopt;
    return static_cast<int>(value);
}

std::optional<int> year_of(std::string_view digits, core::wall_time now) {
    auto const year = number(digits, last_year);
    if (!year) return std::nullopt;
    if (digits.size() == 2) {
        auto const this_year = static_cast<int>(chr::year_month_day{chr::floor<chr::days>(now)}.year());
        auto const guess = this_year - this_year % 100 + *year;
        return guess > this_year + furthest_ahead ? guess - 100 : guess;
    }
    return *year >= first_year ? year : std::nullopt;
}

} // namespace

std::optional<core::wall_time> parse_http_date(std::string_view text, core::wall_time now) {
    auto w = words(text);
    if (w.size() == 7) {
        // asctime: the month before the day, and the year last
        std::swap(w[1], w[2]);
        std::rotate(w.begin() + 3, w.begin() + 6, w.end());
    } else if (w.size() != 8 || w[7] != "GMT") {
        return std::nullopt;
    }
    auto const day = number(w[1], 31);
    auto const month = std::find(months.begin(), months.end(), w[2]);
    auto const year = year_of(w[3], now);
    auto const hour = number(w[4], 23);
    auto const minute = number(w[5], 59);
    auto const second = number(w[6], 60); // 60 is a leap second
    if (!day || month == months.end() || !year || !hour || !minute || !second) return std::nullopt;
    auto const date = chr::year{*year} / static_cast<int>(month - months.begin() + 1) / *day;
    if (!date.ok()) return std::nullopt;
    return chr::sys_days{date} + chr::hours{*hour} + chr::minutes{*minute} + chr::seconds{*second};
}

} // namespace muster::pacing
