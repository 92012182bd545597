// Header fields with which a platform says how long to wait: Retry-After, RateLimit-*, HTTP dates.
#include "input.hpp"
#include "pacing/http_date.hpp"
#include "pacing/retry_after.hpp"

#include <array>

using namespace muster;
using fuzz::check;

namespace {

using namespace std::chrono_literals;

/// Written as RFC 9110 prefers it; the weekday is not checked by the reader.
std::string http_date(core::wall_time t) {
    constexpr std::array<char const*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const day = std::chrono::floor<std::chrono::days>(t);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const time(std::chrono::floor<std::chrono::seconds>(t - day));
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "Sun, %02u %s %04d %02d:%02d:%02d GMT",
                  static_cast<unsigned>(date.day()), months.at(static_cast<unsigned>(date.month()) - 1),
                  static_cast<int>(date.year()), static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
    return text.data();
}

void check_wait(std::optional<core::duration> wait, std::string_view field) {
    check(!wait || (*wait >= 0s && *wait <= pacing::longest_wait), "no wait is longer than the longest",
          field);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const fields = fuzz::parts_of(fuzz::text_of(data, size), 4);
    for (auto const since_1970 : {0h, 24h * 365 * 30, 24h * 365 * 57, 24h * 365 * 120}) {
        core::wall_time const now(since_1970);
        check_wait(pacing::parse_retry_after(fields[0], now), fields[0]);
        for (double const pace : {0.0, 0.01, 25.0})
            check_wait(pacing::rate_limit_hint(fields[1], fields[2], fields[3], now, pace), fields[3]);
        check_wait(pacing::throttle_wait(fields[0], fields[3], now), fields[3]);
        if (auto const date = pacing::parse_http_date(fields[0], now)) {
            bool const leap_second_of_the_last_year =
                *date >= std::chrono::sys_days(std::chrono::year(2262) / 1 / 1);
            check(leap_second_of_the_last_year || pacing::parse_http_date(http_date(*date), now) == date,
                  "a date that is written is the same one", fields[0]);
            auto const wait = pacing::parse_retry_after(fields[0], now);
            if (fields[0].find('\t') != std::string_view::npos)
                continue; // blanks around a field are no part of it
            check(wait.has_value(), "Retry-After takes a date", fields[0]);
            check((*wait > 0s) == (*date > now), "only a date to come is waited for", fields[0]);
        }
    }
    return 0;
}
