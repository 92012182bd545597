#include "engine/short_window.hpp"

#include <cstdio>

namespace muster::engine {

namespace {

/// Windows and requests differ by less than a second here, which core::describe leaves out.
std::string in_seconds(core::duration d) {
    if (d >= std::chrono::minutes(1)) return core::describe(d);
    char text[32];
    std::snprintf(text, sizeof text, "%.2g s", std::chrono::duration<double>(d).count());
    return text;
}

} // namespace

std::string if_too_short(schedule::windows const& windows, core::wall_time opens, core::duration needed,
                         std::optional<core::duration> slowest) {
    auto const closes = windows.closes_after(opens);
    if (!closes) return {};
    auto const length = std::chrono::duration_cast<core::duration>(*closes - opens);
    if (length > needed) return {};
    auto const why = slowest ? "as one took " + in_seconds(*slowest) : "in case that it is slow";
    return ", but is too short (" + in_seconds(length) + "): no request is begun with less than "
           + in_seconds(needed) + " to go, " + why + "; make the window longer";
}

} // namespace muster::engine
