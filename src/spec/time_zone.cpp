#include "spec/time_zone.hpp"

#include "core/printable.hpp"

namespace muster::spec {

schedule::zone read_time_zone(core::node const& block) {
    auto const place = block.require("timezone");
    auto const name = place ? place->non_empty_string() : std::nullopt;
    if (!name) return schedule::zone::utc();
    if (auto const found = schedule::zone::find(*name)) return *found;
    if (!schedule::zone::any_installed()) {
        place->fail(
            "cannot be looked up: there are no time zones on this machine; install the package tzdata");
        return schedule::zone::utc();
    }
    auto const near = schedule::zone::nearest(*name);
    place->fail("is no time zone that this machine knows"
                + (near ? "; did you mean " + core::quoted(*near) + "?"
                        : std::string(R"(; they are called "Europe/Berlin", "America/New_York" or "UTC")")));
    return schedule::zone::utc();
}

} // namespace muster::spec
