#include "schedule/cron.hpp"

#include <algorithm>
#include <utility>

namespace muster::schedule {

namespace {

using moment = cctz::time_point<cctz::seconds>;

/// The rarest line (29 February on one weekday) comes after 40 years at the latest.
constexpr cctz::year_t years_ahead = 50;
/// The first that a wall_time does not hold whole.
constexpr cctz::year_t end_of_time = 2262;

moment to_seconds(core::wall_time t) {
    return std::chrono::floor<cctz::seconds>(t);
}

/// Every minute that the line names has its moment, the later minute never the earlier moment. So the first
/// start after `t` is found among the minutes from what is shown at `t` on.
std::optional<moment> next_once(cron_line const& line, cctz::time_zone const& rules, moment t,
                                cctz::year_t end) {
    for (cctz::civil_minute m(rules.lookup(t).cs);; ++m) {
        m = line.first_from(m, end);
        if (m.year() >= end) return std::nullopt;
        auto const at = rules.lookup(cctz::civil_second(m));
        auto const start = at.kind == cctz::time_zone::civil_lookup::SKIPPED ? at.trans : at.pre;
        if (start > t) return start;
    }
}

/// Between two changes of the clock, what it shows runs with real time.
std::optional<moment> next_shown(cron_line const& line, cctz::time_zone const& rules, moment t,
                                 cctz::year_t end) {
    for (auto from = t + cctz::seconds(1);;) {
        auto const shown = rules.lookup(from).cs;
        cctz::civil_minute m(shown);
        if (cctz::civil_second(m) < shown) ++m;
        m = line.first_from(m, end);
        auto const start = from + cctz::seconds(cctz::civil_second(m) - shown);
        cctz::time_zone::civil_transition change;
        bool const changes = rules.next_transition(from, &change);
        auto const changed = changes ? rules.lookup(change.to).trans : moment::max();
        if (start < changed) return m.year() >= end ? std::nullopt : std::optional(start);
        from = std::max(changed, from + cctz::seconds(1));
    }
}

} // namespace

std::variant<cron, std::string> cron::read(std::string_view text, std::string_view name) {
    auto line = read_cron_line(text, name);
    if (auto* const mistake = std::get_if<std::string>(&line)) return std::move(*mistake);
    cron read;
    read.text_ = text;
    read.line_ = std::get<cron_line>(line);
    return read;
}

std::optional<core::wall_time> cron::next(core::wall_time t, zone const& where) const {
    if (text_.empty()) return std::nullopt;
    auto const rules = where.rules();
    auto const from = to_seconds(t);
    auto const end = std::min(rules.lookup(from).cs.year() + years_ahead, end_of_time);
    auto const next =
        line_.every_hour() ? next_shown(line_, rules, from, end) : next_once(line_, rules, from, end);
    return next ? std::optional<core::wall_time>(*next) : std::nullopt;
}

} // namespace muster::schedule
