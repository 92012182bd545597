#include "core/time.hpp"

#include <array>
#include <cstdio>

namespace muster::core {
namespace {

namespace chr = std::chrono;

/// The years that a wall_time can hold in nanoseconds, whole.
constexpr int first_year = 1678;
constexpr int last_year = 2261;
constexpr auto longest_duration = chr::days{3650};

/// Reads a text from the left; every step gives false, and nothing else, where the text does not fit.
class scanner {
public:
    explicit scanner(std::string_view text) : rest_(text) {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }

    bool literal(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }

    /// Exactly `count` decimal digits.
    bool digits(std::size_t count, int& value) {
        if (rest_.size() < count) return false;
        int sum = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (!is_digit(rest_[i])) return false;
            sum = sum * 10 + (rest_[i] - '0');
        }
        rest_.remove_prefix(count);
        value = sum;
        return true;
    }

    /// One to nine digits after a decimal point, as nanoseconds.
    bool fraction(int& nanoseconds) {
        int sum = 0;
        int count = 0;
        while (count < 9 && !rest_.empty() && is_digit(rest_.front())) {
            sum = sum * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
            ++count;
        }
        if (count == 0) return false;
        for (; count < 9; ++count) sum *= 10;
        nanoseconds = sum;
        return true;
    }

private:
    static bool is_digit(char c) { return c >= '0' && c <= '9'; }

    std::string_view rest_;
};

bool scan_date(scanner& in, chr::sys_days& date) {
    int year = 0;
    int month = 0;
    int day = 0;
    if (!in.digits(4, year) || !in.literal('-') || !in.digits(2, month) || !in.literal('-')
        || !in.digits(2, day)) {
        return false;
    }
    auto const ymd = chr::year{year} / month / day;
    if (!ymd.ok() || year < first_year || year > last_year) return false;
    date = ymd;
    return true;
}

bool scan_time_of_day(scanner& in, chr::nanoseconds& since_midnight) {
    int hour = 0;
    int minute = 0;
    int second = 0;
    int nanosecond = 0;
    if (!in.digits(2, hour) || !in.literal(':') || !in.digits(2, minute)) return false;
    if (in.literal(':')) {
        if (!in.digits(2, second)) return false;
        if (in.literal('.') && !in.fraction(nanosecond)) return false;
    }
    if (hour > 23 || minute > 59 || second > 59) return false;
    since_midnight =
        chr::hours{hour} + chr::minutes{minute} + chr::seconds{second} + chr::nanoseconds{nanosecond};
    return true;
}

bool scan_zone(scanner& in, chr::minutes& east_of_utc) {
    if (in.at_end() || in.literal('Z')) return true;
    bool const east = in.literal('+');
    if (!east && !in.literal('-')) return false;
    int hour = 0;
    int minute = 0;
    if (!in.digits(2, hour) || !in.literal(':') || !in.digits(2, minute)) return false;
    if (hour > 23 || minute > 59) return false;
    east_of_utc = chr::hours{hour} + chr::minutes{minute};
    if (!east) east_of_utc = -east_of_utc;
    return true;
}

/// Two units, the smaller one with two digits: `3m 05s`.
std::string two_units(long long large, char const* large_unit, long long small, char const* small_unit) {
    std::string text = std::to_string(large) + large_unit + ' ';
    if (small < 10) text += '0';
    return text + std::to_string(small) + small_unit;
}

} // namespace

std::string to_iso8601(wall_time t) {
    auto const whole = chr::floor<chr::milliseconds>(t);
    auto const day = chr::floor<chr::days>(whole);
    chr::year_month_day const date{day};
    chr::hh_mm_ss const clock{whole - day};
    std::array<char, 40> text{};
    int const length = std::snprintf(
        text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<wall_time> parse_iso8601(std::string_view text) {
    scanner in(text);
    chr::sys_days date;
    chr::nanoseconds since_midnight{};
    chr::minutes east_of_utc{};
    if (!scan_date(in, date)) return std::nullopt;
    if (in.literal('T') && !scan_time_of_day(in, since_midnight)) return std::nullopt;
    if (!scan_zone(in, east_of_utc) || !in.at_end()) return std::nullopt;
    return date + since_midnight - east_of_utc;
}

std::optional<duration> parse_duration(std::string_view text) {
    auto const unit_at = text.find_first_not_of("0123456789");
    // Twelve digits hold ten years in the smallest unit, and cannot overflow.
    if (unit_at == 0 || unit_at == std::string_view::npos || unit_at > 12) return std::nullopt;
    long long count = 0;
    for (char const c : text.substr(0, unit_at)) count = count * 10 + (c - '0');

    chr::milliseconds unit{};
    auto const word = text.substr(unit_at);
    if (word == "ms") {
        unit = chr::milliseconds{1};
    } else if (word == "s") {
        unit = chr::seconds{1};
    } else if (word == "m") {
        unit = chr::minutes{1};
    } else if (word == "h") {
        unit = chr::hours{1};
    } else if (word == "d") {
        unit = chr::days{1};
    } else {
        return std::nullopt;
    }
    if (count > longest_duration / unit) return std::nullopt;
    return count * unit;
}

std::string describe(duration d) {
    if (d < duration::zero()) return "-" + describe(d == duration::min() ? duration::max() : -d);
    if (d < chr::seconds{1}) return std::to_string(chr::floor<chr::milliseconds>(d).count()) + "ms";
    auto const seconds = chr::floor<chr::seconds>(d).count();
    if (seconds < 60) return std::to_string(seconds) + "s";
    auto const minutes = seconds / 60;
    if (minutes < 60) return two_units(minutes, "m", seconds % 60, "s");
    auto const hours = minutes / 60;
    if (hours < 24) return two_units(hours, "h", minutes % 60, "m");
    return two_units(hours / 24, "d", hours % 24, "h");
}

} // namespace muster::core
