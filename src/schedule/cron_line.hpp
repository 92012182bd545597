#pragma once
#include <bitset>
#include <cctz/civil_time.h>
#include <string>
#include <string_view>
#include <variant>

namespace muster::schedule {

/// The minutes of a calendar that a line of cron names; no zone, no clock.
struct cron_line {
    std::bitset<60> minutes;
    std::bitset<24> hours;
    std::bitset<32> days;    ///< of the month; 0 is never set
    std::bitset<13> months;  ///< 0 is never set
    std::bitset<7> weekdays; ///< Sunday first
    bool either_day = false; ///< a day fits by its number or its weekday; else it must by both

    /// Whether it names a minute of every hour of a day that it names.
    [[nodiscard]] bool every_hour() const { return hours.all(); }
    [[nodiscard]] bool names(cctz::civil_day d) const;
    /// The first minute from `from` on that it names; the first of year `end` if none comes before.
    [[nodiscard]] cctz::civil_minute first_from(cctz::civil_minute from, cctz::year_t end) const;
};

/// Reads `text` (see cron::read). What is wrong with it comes back as a sentence for people.
std::variant<cron_line, std::string> read_cron_line(std::string_view text, std::string_view name);

} // namespace muster::schedule
