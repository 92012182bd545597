#include "cli/progress_line.hpp"

#include <algorithm>
#include <cstdio>
#include <initializer_list>

namespace muster::cli {

namespace {

constexpr std::size_t bar_width = 12;

std::string one_decimal(double value) {
    char text[32];
    std::snprintf(text, sizeof text, value < 100 ? "%.1f" : "%.0f", value);
    return text;
}

/// What a line may hold; an empty text is not shown.
struct fields {
    std::string head, seen, settled, failed, rate, throttled, end;

    [[nodiscard]] std::string joined() const {
        std::string rest;
        for (auto const* const field : {&seen, &settled, &failed, &rate, &throttled, &end})
            if (!field->empty()) rest += (rest.empty() ? "" : ", ") + *field;
        return head + (head.empty() || rest.empty() ? "" : " ") + rest;
    }
};

std::string bar_of(double part) {
    auto const filled = static_cast<std::size_t>(part * bar_width);
    return "[" + std::string(filled, '=') + std::string(bar_width - filled, ' ') + "]";
}

std::string end_of(engine::progress const& p, std::optional<engine::forecast> const& ahead) {
    if (p.paused) return "paused";
    if (!p.store_trouble.empty()) return "the store does not answer";
    if (p.window_closed) return "window closed" + (p.next_window.empty() ? "" : ", opens " + p.next_window);
    if (p.platform_down) return "platform down";
    if (!p.quota_until.empty()) return "quota used up until " + p.quota_until;
    if (p.held_until) return "held";
    return ahead ? in_short(*ahead) : "";
}

} // namespace

std::string progress_line(engine::progress const& p, double rate,
                          std::optional<engine::forecast> const& ahead, std::size_t width, bool bar) {
    auto const part = part_done(p);
    auto const failed = p.totals.of(core::outcome::failed) + p.totals.of(core::outcome::unknown);
    auto const settled = std::to_string(p.totals.settled());
    auto const present_rate = one_decimal(rate);

    fields shown;
    std::string percent;
    if (bar && part) {
        shown.head = bar_of(*part);
        percent = std::to_string(static_cast<int>(*part * 100)) + "%";
    }
    shown.seen = std::to_string(p.seen) + (p.list_total ? "/" + std::to_string(*p.list_total) : "") + " seen";
    shown.settled = settled + "/" + std::to_string(p.matched) + " settled";
    if (failed > 0) shown.failed = std::to_string(failed) + " failed";
    shown.rate = present_rate + (p.allowed_rate > 0 ? "/" + one_decimal(p.allowed_rate) : "") + " per s";
    if (p.wire.throttled > 0) shown.throttled = std::to_string(p.wire.throttled) + "x 429";
    shown.end = end_of(p, ahead);

    struct change {
        std::string fields::*what;
        std::string shorter;
    };
    // Their order says what people miss least.
    for (auto const& [what, shorter] : std::initializer_list<change>{
             {&fields::throttled, ""},
             {&fields::rate, present_rate + " per s"},
             {&fields::head, percent},
             {&fields::rate, ""},
             {&fields::seen, ""},
             {&fields::settled, settled + " settled"},
             {&fields::settled, ""},
             {&fields::failed, ""},
             {&fields::head, ""},
             {&fields::end, shown.end.substr(0, shown.end.find(','))}, // `done Fri 03:10, window 3`
             {&fields::end, ""},
         }) {
        if (shown.joined().size() <= width) break;
        shown.*what = shorter;
    }
    return shown.joined();
}

} // namespace muster::cli
