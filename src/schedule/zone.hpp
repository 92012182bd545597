#pragma once
#include "core/time.hpp"

#include <cctz/time_zone.h>
#include <optional>
#include <string>
#include <string_view>

namespace muster::schedule {

/// The clock on the wall of a place, by its name in the IANA data base (`Europe/Berlin`), as Debian's package
/// tzdata has it.
class zone {
public:
    /// nullopt where there is none of this name. Names hold letters, digits, `_ + - /` only, and no path.
    static std::optional<zone> find(std::string_view name);
    /// Coordinated universal time; always there.
    static zone utc();
    /// Its name where somebody wrote `name` for it, which there is not: the city alone, or in other letters
    /// (`berlin`), or with a slip of the keyboard. nullopt: nothing is near.
    static std::optional<std::string> nearest(std::string_view name);
    /// Whether this machine has zone data at all.
    static bool any_installed();

    [[nodiscard]] std::string const& name() const { return name_; }
    /// Its rules, as its file has them now: governments change them while we run. If the file has gone, as it
    /// was. Costs one stat(2).
    [[nodiscard]] cctz::time_zone rules() const;

private:
    explicit zone(std::string name) : name_(std::move(name)) {}
    std::string name_;
};

/// For people: `Wed 2026-11-25 01:00 Europe/Berlin`; with seconds where they are not zero. What is finer is
/// left out.
std::string describe(core::wall_time t, zone const& where);

} // namespace muster::schedule
