#include "cli/forecast.hpp"

#include "schedule/finish.hpp"

#include <cmath>

namespace muster::cli {

namespace {

// Less than this of a job tells little of the rest.
constexpr double enough = 0.01;

std::string ordinal(unsigned n) {
    bool const teen = n % 100 / 10 == 1;
    auto const* const ending = teen          ? "th"
                               : n % 10 == 1 ? "st"
                               : n % 10 == 2 ? "nd"
                               : n % 10 == 3 ? "rd"
                                             : "th";
    return std::to_string(n) + ending;
}

} // namespace

std::optional<forecast> forecast_of(schedule::windows const& when, core::wall_time now, core::duration left,
                                    double part) {
    bool const vague = part < enough;
    auto const first = schedule::finish_of(when, now, vague ? left / 2 : left);
    if (!first) return std::nullopt;
    forecast f{first->at, std::nullopt, first->windows};
    if (!vague) return f;
    auto const last = schedule::finish_of(when, now, left * 2);
    if (!last) return std::nullopt;
    f.latest = last->at;
    return f;
}

std::string in_words(forecast const& f, schedule::windows const& when) {
    if (f.latest) return "done between " + when.describe(f.at) + " and " + when.describe(*f.latest);
    auto const text = "done about " + when.describe(f.at);
    if (!when.any()) return text;
    return text
           + (f.windows == 1 ? ", in one window" : ", in the " + ordinal(f.windows) + " window from here");
}

std::optional<core::duration> left_of(double part_before, double part_now, core::duration took) {
    if (part_now <= part_before || part_now >= 1) return std::nullopt;
    auto const times = (1 - part_now) / (part_now - part_before);
    constexpr double longest = 10.0 * 365 * 24 * 3600;
    auto const seconds = std::chrono::duration<double>(took).count() * times;
    return std::chrono::duration_cast<core::duration>(
        std::chrono::duration<double>(std::min(seconds, longest)));
}

} // namespace muster::cli
