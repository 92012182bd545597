#pragma once
#include "core/time.hpp"
#include "schedule/cron_line.hpp"
#include "schedule/zone.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace muster::schedule {

/// When something is to start: a line of cron(8) without its command.
class cron {
public:
    /// Never; read() gives others.
    cron() = default;

    /// Reads five fields (minute, hour, day of month, month, day of week) or one of `@hourly`, `@daily`,
    /// `@midnight`, `@weekly`, `@monthly`, `@yearly`, `@annually`. A field is a list of `*`, numbers, ranges,
    /// and ranges or `*` with a step; months and weekdays have names too, and Sunday is 0, 7 or `sun`.
    ///
    /// `H` in a field, or `H(0-30)`, with or without a step, stands for a number that hangs on `name` alone,
    /// so that jobs spread; as a day of the month it is 28 at most.
    ///
    /// Days are joined as in Vixie's cron: if the day of month or the day of week begins with `*`, a day must
    /// fit both; else either. `*/2` begins with `*`, so `0 0 */2 * mon` is each Monday with an odd number.
    ///
    /// What is wrong with it comes back as a sentence for people, that names the field. A line that never
    /// comes (30 February) is wrong.
    static std::variant<cron, std::string> read(std::string_view text, std::string_view name);

    /// The first start after `t`. Each moment is one start, however many minutes of the line fall on it.
    ///
    /// A line that names all 24 hours, however written, follows real time: it starts whenever a clock shows
    /// one of its minutes, so twice in an hour that is shown twice, and not in one that is skipped. Every
    /// other line starts once for each minute that it names: one that is skipped, right at the jump; one that
    /// is shown twice, the first time. (cronie takes lines with a `*` first in minute or hour for the former,
    /// so it would lose `*/15 2 * * *` in the night of the jump.)
    ///
    /// nullopt: none within 50 years, or beyond 2261.
    [[nodiscard]] std::optional<core::wall_time> next(core::wall_time t, zone const& where) const;

    /// As it was written.
    [[nodiscard]] std::string const& text() const { return text_; }

private:
    std::string text_;
    cron_line line_;
};

} // namespace muster::schedule
