#include "schedule/window.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace muster::schedule {

namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr seconds day = hours(24);
constexpr std::array<char const*, 7> day_names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::size_t weekday_of(cctz::civil_day d) {
    return static_cast<std::size_t>(cctz::get_weekday(d)); // cctz counts from Monday = 0
}

std::string two_digits(std::int64_t n) {
    return (n < 10 ? "0" : "") + std::to_string(n);
}

std::string clock_text(seconds of_day) {
    auto const s = of_day.count();
    auto const text = two_digits(s / 3600) + ':' + two_digits(s / 60 % 60);
    return s % 60 == 0 ? text : text + ':' + two_digits(s % 60);
}

/// `mon to fri`, `sat, sun`; empty for all of them.
std::string days_text(weekdays days) {
    if (days.all()) return {};
    std::string text;
    for (std::size_t d = 0; d < days.size();) {
        if (!days.test(d)) {
            ++d;
            continue;
        }
        std::size_t last = d;
        while (last + 1 < days.size() && days.test(last + 1)) ++last;
        if (!text.empty()) text += ", ";
        text += day_names.at(d);
        if (last > d) text += std::string(last - d > 1 ? " to " : ", ") + day_names.at(last);
        d = last + 1;
    }
    return text;
}

/// The moments at which a clock could step over `of_day`, on this day.
void add_moments(cctz::time_zone const& rules, cctz::civil_day on, seconds of_day,
                 std::vector<core::wall_time>& to) {
    auto const found = rules.lookup(cctz::civil_second(on) + of_day.count());
    to.emplace_back(found.pre);
    to.emplace_back(found.trans);
    to.emplace_back(found.post);
}

} // namespace

bool window::holds(core::wall_time t) const {
    auto const shown = where.rules().lookup(t).cs;
    cctz::civil_day const today(shown);
    seconds const now(shown - cctz::civil_second(today));
    bool const begun_today = days.test(weekday_of(today));
    if (from < to) return begun_today && now >= from && now < to;
    bool const begun_yesterday = days.test(weekday_of(today - 1));
    return (begun_today && now >= from) || (begun_yesterday && now < to);
}

seconds window::length() const {
    return from < to ? to - from : to + day - from;
}

std::string window::describe() const {
    auto const on = days_text(days);
    return clock_text(from) + " to " + clock_text(to) + ' ' + where.name() + (on.empty() ? "" : ", " + on);
}

bool windows::open_at(core::wall_time t) const {
    return all_.empty() || at(t) != nullptr;
}

window const* windows::at(core::wall_time t) const {
    auto const found = std::find_if(all_.begin(), all_.end(), [&](window const& w) { return w.holds(t); });
    return found == all_.end() ? nullptr : &*found;
}

std::optional<core::wall_time> windows::next_where(core::wall_time t, bool open) const {
    // Something can only change where a clock passes an edge, or midnight, or is itself changed.
    auto const end = t + horizon;
    std::vector<cctz::time_zone> rules;
    for (auto const& w : all_) rules.push_back(w.where.rules());
    for (auto from = t; from < end; from += day) {
        auto const to = from + day;
        std::vector<core::wall_time> moments;
        for (std::size_t i = 0; i < all_.size(); ++i) {
            auto const today = cctz::civil_day(rules[i].lookup(from).cs);
            for (auto d = today - 1; d <= today + 2; ++d)
                for (auto const of_day : {all_[i].from, all_[i].to, seconds(0)})
                    add_moments(rules[i], d, of_day, moments);
        }
        std::sort(moments.begin(), moments.end());
        for (auto const m : moments)
            if (m > from && m <= to && open_at(m) == open) return m;
    }
    return std::nullopt;
}

std::optional<core::wall_time> windows::closes_after(core::wall_time t) const {
    if (all_.empty()) return std::nullopt;
    return open_at(t) ? next_where(t, false) : t;
}

std::optional<core::wall_time> windows::opens_from(core::wall_time t) const {
    return open_at(t) ? std::optional(t) : next_where(t, true);
}

std::string windows::describe(core::wall_time t) const {
    auto const opens = opens_from(t);
    auto const* const which = opens ? at(*opens) : nullptr;
    return schedule::describe(t, which != nullptr ? which->where : zone::utc());
}

} // namespace muster::schedule
