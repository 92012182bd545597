#include "cli/told_by_run.hpp"

#include "core/outcome.hpp"

#include <cstdio>

namespace muster::cli {

namespace json = boost::json;

namespace {

constexpr std::string_view no_answer_of_store = "the store does not answer"; // as a run says it of its lease

std::uint64_t number(json::object const& told, json::string_view key) {
    auto const* const v = told.if_contains(key);
    boost::system::error_code error;
    auto const n = v != nullptr && v->is_number() ? v->to_number<std::uint64_t>(error) : 0;
    return error ? 0 : n;
}

double decimal(json::object const& told, json::string_view key) {
    auto const* const v = told.if_contains(key);
    boost::system::error_code error;
    auto const n = v != nullptr && v->is_number() ? v->to_number<double>(error) : 0;
    return error ? 0 : n;
}

std::string text(json::object const& told, json::string_view key) {
    auto const* const v = told.if_contains(key);
    return v != nullptr && v->is_string() ? std::string(v->get_string()) : std::string();
}

} // namespace

engine::progress progress_of(json::object const& told) {
    engine::progress p;
    p.seen = number(told, "seen");
    p.matched = number(told, "matched");
    if (told.contains("listTotal")) p.list_total = number(told, "listTotal");
    if (auto const* const all = told.if_contains("outcomes"); all != nullptr && all->is_object())
        for (int i = 0; i < core::outcome_kinds; ++i)
            p.totals.outcomes.at(static_cast<std::size_t>(i)) =
                number(all->get_object(), core::to_string(static_cast<core::outcome>(i)));
    p.wire.requests = number(told, "requests");
    p.wire.throttled = number(told, "throttled");
    p.in_flight = number(told, "inFlight");
    p.allowed_rate = decimal(told, "allowedPerSecond");
    if (told.contains("heldUntil")) p.held_until = core::instant();
    p.quota_until = text(told, "quotaUntil");
    p.store_trouble = text(told, "storeTrouble");
    p.platform_down = told.contains("platformDownSince");
    p.paused = text(told, "state") == "paused";
    p.window_closed = told.contains("windowOpens");
    p.next_window = text(told, "windowOpens");
    return p;
}

std::optional<engine::forecast> forecast_of_run(json::object const& told) {
    auto const* const ahead = told.if_contains("forecast");
    return ahead != nullptr ? engine::forecast_from_json(*ahead) : std::nullopt;
}

bool holds_all(engine::progress const& p) {
    return (p.paused || p.window_closed) && p.in_flight == 0;
}

double sent_per_second(json::object const& told) {
    return decimal(told, "sentPerSecond");
}

std::vector<std::string> words_of_run(json::object const& told) {
    std::vector<std::string> words;
    if (told.contains("windowOpens"))
        words.push_back("the window is closed; the next one opens " + text(told, "windowOpens"));
    if (auto const why = text(told, "storeTrouble"); !why.empty())
        words.push_back(std::string(no_answer_of_store) + (why == no_answer_of_store ? "" : " (" + why + ")")
                        + "; nothing is sent until it does");
    if (auto const until = text(told, "heldUntil"); !until.empty())
        words.push_back("the platform asked us to slow down; nothing is sent until " + until);
    if (auto const until = text(told, "quotaUntil"); !until.empty())
        words.push_back("the platform's quota is used up; nothing is sent until " + until);
    if (auto const since = text(told, "platformDownSince"); !since.empty())
        words.push_back("the platform seems to be down since " + since);
    char rate[96];
    std::snprintf(rate, sizeof rate, "%.1f requests/s", sent_per_second(told));
    std::string line = rate;
    if (auto const allowed = decimal(told, "allowedPerSecond"); allowed > 0) {
        std::snprintf(rate, sizeof rate, ", %.4g/s allowed", allowed);
        line += rate;
    }
    words.push_back(line);
    return words;
}

} // namespace muster::cli
