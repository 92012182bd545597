#include "schedule/cron_line.hpp"

#include "core/ascii.hpp"
#include "schedule/cron_field.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace muster::schedule {

namespace {

constexpr std::size_t longest_line = 1000;

/// What an `@` word is short for; empty if there is no such word.
std::string_view written_out(std::string_view word) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> words{{
        {"@hourly", "0 * * * *"},
        {"@daily", "0 0 * * *"},
        {"@midnight", "0 0 * * *"},
        {"@weekly", "0 0 * * 0"},
        {"@monthly", "0 0 1 * *"},
        {"@yearly", "0 0 1 1 *"},
        {"@annually", "0 0 1 1 *"},
    }};
    auto const* const found =
        std::find_if(words.begin(), words.end(), [&](auto const& w) { return w.first == word; });
    return found == words.end() ? std::string_view() : found->second;
}

template <std::size_t N>
void keep(std::bitset<60> const& numbers, std::bitset<N>& to) {
    for (std::size_t n = 0; n < N; ++n) to.set(n, numbers.test(n));
}

/// Leap years count.
void require_some_day(cron_line const& line) {
    constexpr std::array<unsigned, 13> lengths{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (line.either_day) return; // each month has each weekday
    unsigned first = 1;
    while (!line.days.test(first)) ++first;
    for (unsigned m = 1; m <= 12; ++m)
        if (line.months.test(m) && first <= lengths.at(m)) return;
    throw cron_mistake{"day of month: " + std::to_string(first)
                       + " never comes in the months that are given"};
}

cron_line read_line(std::string_view text, std::string_view name) {
    if (text.size() > longest_line)
        throw cron_mistake{"it is longer than " + std::to_string(longest_line) + " characters"};
    auto parts = split_cron(text, " \t", false);
    if (parts.empty()) throw cron_mistake{"it is empty; five fields are wanted, as in \"30 2 * * *\""};
    if (parts.front().starts_with('@')) {
        if (parts.size() > 1) throw cron_mistake{"nothing may follow " + quote_cron(parts.front())};
        auto const full = written_out(core::lower_ascii(parts.front()));
        if (full.empty())
            throw cron_mistake{
                quote_cron(parts.front())
                + " is none of @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually"};
        parts = split_cron(full, " ", false);
    }
    if (parts.size() != cron_fields().size())
        throw cron_mistake{"it has " + std::to_string(parts.size())
                           + (parts.size() == 1 ? " field" : " fields")
                           + "; five are wanted (minute, hour, day of month, month, day of week)"
                           + (parts.size() > cron_fields().size() ? ", with neither seconds nor years" : "")};

    std::array<cron_field::chosen, 5> all;
    for (std::size_t i = 0; i < all.size(); ++i) all.at(i) = cron_fields().at(i).read(parts.at(i), name);
    cron_line line;
    keep(all[0].numbers, line.minutes);
    keep(all[1].numbers, line.hours);
    keep(all[2].numbers, line.days);
    keep(all[3].numbers, line.months);
    keep(all[4].numbers, line.weekdays);
    line.either_day = !all[2].star && !all[4].star;
    require_some_day(line);
    return line;
}

/// The lowest set bit from `from` on; N if there is none.
template <std::size_t N>
std::size_t next_bit(std::bitset<N> const& bits, std::size_t from) {
    while (from < N && !bits.test(from)) ++from;
    return from;
}

} // namespace

bool cron_line::names(cctz::civil_day d) const {
    if (!months.test(static_cast<std::size_t>(d.month()))) return false;
    bool const number = days.test(static_cast<std::size_t>(d.day()));
    // cctz counts from Monday = 0.
    bool const weekday = weekdays.test((static_cast<std::size_t>(cctz::get_weekday(d)) + 1) % 7);
    return either_day ? number || weekday : number && weekday;
}

cctz::civil_minute cron_line::first_from(cctz::civil_minute from, cctz::year_t end) const {
    cctz::civil_minute const none(end);
    while (from < none) {
        cctz::civil_day const today(from);
        if (!months.test(static_cast<std::size_t>(from.month()))) {
            from = cctz::civil_minute(cctz::civil_month(from) + 1);
            continue;
        }
        if (names(today)) {
            auto hour = static_cast<std::size_t>(from.hour());
            auto minute = hours.test(hour) ? next_bit(minutes, static_cast<std::size_t>(from.minute()))
                                           : minutes.size();
            if (minute == minutes.size()) {
                hour = next_bit(hours, hour + 1);
                minute = next_bit(minutes, 0);
            }
            if (hour < hours.size())
                return cctz::civil_minute(today) + static_cast<int>(hour) * 60 + static_cast<int>(minute);
        }
        from = cctz::civil_minute(today + 1);
    }
    return none;
}

std::variant<cron_line, std::string> read_cron_line(std::string_view text, std::string_view name) {
    try {
        return read_line(text, name);
    } catch (cron_mistake const& m) {
        return m.text;
    }
}

} // namespace muster::schedule
