#pragma once
#include <array>
#include <bitset>
#include <string>
#include <string_view>
#include <vector>

namespace muster::schedule {

/// One of the five fields of a line of cron, as it may be written.
struct cron_field {
    char const* what; ///< for people
    unsigned low;
    unsigned high;                       ///< the highest that may be written
    unsigned spread_high;                ///< the highest that `H` stands for
    std::vector<std::string_view> names; ///< of `low` and what follows

    /// What stands in a field.
    struct chosen {
        std::bitset<60> numbers; ///< 7 as a weekday is 0
        bool star = false;       ///< it begins with `*`
    };
    /// Reads what is not empty; throws cron_mistake. `name` is what `H` hangs on.
    [[nodiscard]] chosen read(std::string_view text, std::string_view name) const;
};

/// Minute, hour, day of month, month, day of week.
std::array<cron_field, 5> const& cron_fields();

/// What is wrong with a line, as a sentence for people; read_cron_line catches it.
struct cron_mistake {
    std::string text;
};

/// For messages: short, in quotes, without what would disturb a terminal.
std::string quote_cron(std::string_view text);
/// The parts between any of `at`; `keep_empty`: also those that are empty.
std::vector<std::string_view> split_cron(std::string_view text, std::string_view at, bool keep_empty);

} // namespace muster::schedule
