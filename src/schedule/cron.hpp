#pragma once
#include "core/time.hpp"
#include "schedule/zone.hpp"

#include <bitset>
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
    /// `@midnight`, `@weekly`, `@monthly`, `@yearly`, `@annually`. `H` in a field, or `H(0-30)`, stands for a
    /// number that hangs on `name` alone, so that jobs spread. What is wrong with it comes back as a sentence
    /// for people, that names the field. A line that never comes (30 February) is wrong.
    static std::variant<cron, std::string> read(std::string_view text, std::string_view name);

    /// The first start after `t`. A start in an hour that a clock skips happens once, right at the jump; one
    /// in an hour that is shown twice happens once, the first time. Lines that start every hour or more often
    /// follow real time. nullopt: none within nine years.
    [[nodiscard]] std::optional<core::wall_time> next(core::wall_time t, zone const& where) const;

    /// As it was written.
    [[nodiscard]] std::string const& text() const { return text_; }

private:
    std::string text_;
};

} // namespace muster::schedule
