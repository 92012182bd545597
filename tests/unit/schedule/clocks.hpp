#pragma once
#include "core/time.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace muster::tests {

/// A variable of the environment; as it was at the end.
class variable {
public:
    variable(char const* name, std::string const& value) : name_(name) {
        if (char const* const old = std::getenv(name)) before_ = old, set_ = true;
        ::setenv(name, value.c_str(), 1);
    }
    ~variable() {
        if (set_)
            ::setenv(name_, before_.c_str(), 1);
        else
            ::unsetenv(name_);
    }
    variable(variable const&) = delete;
    variable& operator=(variable const&) = delete;

private:
    char const* name_;
    std::string before_;
    bool set_ = false;
};

/// Two years of a place, in which its clocks do something of note.
struct place {
    char const* zone;
    int year;
};

inline std::vector<place> const& places() {
    static std::vector<place> const all{
        {"Europe/Berlin", 2025},       {"America/New_York", 2025},
        {"Australia/Lord_Howe", 2025}, // half an hour
        {"Pacific/Apia", 2011},        // a day is left out
        {"Africa/Cairo", 2023},        // at midnight, forth and back
        {"America/Havana", 2025},      // the hour after midnight
        {"America/St_Johns", 2010},    // a minute past midnight
        {"Pacific/Chatham", 2025},     // at 2:45, 45 minutes off
        {"Africa/Casablanca", 2025},   // back for Ramadan
        {"America/Sao_Paulo", 2017},   // at midnight
        {"Asia/Kathmandu", 2025},      // never
        {"Europe/Berlin", 2044},       // beyond what a file lists
    };
    return all;
}

constexpr int minutes_a_day = 24 * 60;

/// What a clock shows in each minute of two years, by the C library; and what follows for a minute that
/// something is to happen in.
struct clock_of_place {
    explicit clock_of_place(place const& p) {
        variable const set("TZ", std::string(":") + p.zone);
        ::tzset();
        using namespace std::chrono;
        first = sys_days(year(p.year) / 1 / 1).time_since_epoch() / minutes(1);
        auto const count = sys_days(year(p.year + 2) / 1 / 1).time_since_epoch() / minutes(1) - first;
        shown.resize(static_cast<std::size_t>(count));
        std::int64_t m = first;
        for (auto& s : shown) {
            std::time_t const t = m * 60;
            std::tm local{};
            ::localtime_r(&t, &local);
            s = m++ + local.tm_gmtoff / 60;
        }
        low = shown.front();
        for (std::uint32_t i = 0; i < shown.size(); ++i) {
            auto const s = shown[i];
            if (i > 0 && s != shown[i - 1] + 1) changes.push_back(i);
            if (s < low + static_cast<std::int64_t>(reached.size())) {
                again.emplace(s, i);
                continue;
            }
            while (low + static_cast<std::int64_t>(reached.size()) < s) {
                skipped.insert(low + static_cast<std::int64_t>(reached.size()));
                reached.push_back(i);
            }
            reached.push_back(i);
        }
    }

    [[nodiscard]] core::wall_time at(std::size_t i) const {
        return core::wall_time(std::chrono::minutes(first + static_cast<std::int64_t>(i)));
    }

    std::int64_t first;                 ///< minutes since 1970, UTC
    std::vector<std::int64_t> shown;    ///< what is shown then, as minutes since 1970 on that clock
    std::int64_t low;                   ///< the first of them
    std::vector<std::uint32_t> reached; ///< by `shown` - `low`: when it is shown first, or passed over
    std::set<std::int64_t> skipped;     ///< what is never shown
    std::map<std::int64_t, std::uint32_t> again; ///< what is shown a second time, and when
    std::vector<std::size_t> changes;            ///< where it does not simply go on
};

/// All of two years, worked out once.
inline clock_of_place const& clock_of(place const& p) {
    static std::map<std::pair<std::string, int>, clock_of_place> all;
    return all.try_emplace({p.zone, p.year}, p).first->second;
}

/// 0 = Sunday.
inline int weekday_of(std::int64_t day) {
    return static_cast<int>((day % 7 + 11) % 7);
}

} // namespace muster::tests
