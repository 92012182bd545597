#pragma once
#include "schedule/zone.hpp"

#include <bitset>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace muster::schedule {

/// Days of the week, Monday first.
using weekdays = std::bitset<7>;

/// The local times in which requests may be sent: from `from` on, up to `to` without it. Whether a moment
/// lies in it is told from what a clock on the wall shows then; so an hour that is shown twice counts twice,
/// and one that is skipped not at all.
struct window {
    std::chrono::seconds from{}; ///< since midnight, 0 to below 24 h
    std::chrono::seconds to{};   ///< since midnight, above 0 to 24 h; at or before `from`: on the next day
    weekdays days;               ///< on which it begins; at least one
    zone where = zone::utc();
    std::optional<double> rate{}; ///< requests a second in it; nullopt = as the spec's pace says

    [[nodiscard]] bool holds(core::wall_time t) const;
    /// How long it is by the clock on the wall.
    [[nodiscard]] std::chrono::seconds length() const;
    /// As people write it: `01:00 to 05:00 Europe/Berlin, mon to fri`.
    [[nodiscard]] std::string describe() const;
};

/// The windows of a spec; none = it is always open. Where two hold, the first counts.
class windows {
public:
    windows() = default;
    explicit windows(std::vector<window> all) : all_(std::move(all)) {}

    /// Whether the spec has any.
    [[nodiscard]] bool any() const { return !all_.empty(); }
    [[nodiscard]] std::vector<window> const& all() const { return all_; }

    [[nodiscard]] bool open_at(core::wall_time t) const;
    /// The one that counts at `t`; nullptr where none is open, or the spec has none.
    [[nodiscard]] window const* at(core::wall_time t) const;
    /// When what is open at `t` closes: the first moment after it that lies in no window; `t` itself where
    /// nothing is open. nullopt: not within `horizon`, or the spec has no windows.
    [[nodiscard]] std::optional<core::wall_time> closes_after(core::wall_time t) const;
    /// The first moment from `t` on that lies in a window; `t` itself if it does. nullopt: none within
    /// `horizon`.
    [[nodiscard]] std::optional<core::wall_time> opens_from(core::wall_time t) const;
    /// `t` for people, by the clock of the window that is open then, or opens next.
    [[nodiscard]] std::string describe(core::wall_time t) const;

    /// How far is looked ahead.
    static constexpr std::chrono::hours horizon{24 * 40};

private:
    [[nodiscard]] std::optional<core::wall_time> next_where(core::wall_time t, bool open) const;
    std::vector<window> all_;
};

} // namespace muster::schedule
