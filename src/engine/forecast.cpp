#include "engine/forecast.hpp"

#include "engine/progress.hpp"
#include "schedule/finish.hpp"

#include <algorithm>
#include <cmath>

namespace muster::engine {

namespace json = boost::json;

namespace {

using real_seconds = std::chrono::duration<double>;

// Less than this of a job tells little of the rest.
constexpr double enough = 0.01;
// So much less, or more, it may be then.
constexpr double vague = 2;
constexpr real_seconds longest = std::chrono::years(10);

core::duration rounded(double s) {
    return std::chrono::duration_cast<core::duration>(real_seconds(std::min(s, longest.count())));
}

std::string ordinal(unsigned n) {
    bool const teen = n % 100 / 10 == 1;
    auto const* const ending = teen          ? "th"
                               : n % 10 == 1 ? "st"
                               : n % 10 == 2 ? "nd"
                               : n % 10 == 3 ? "rd"
                                             : "th";
    return std::to_string(n) + ending;
}

schedule::zone zone_of(forecast const& f) {
    return f.where ? *f.where : schedule::zone::utc();
}

/// `Fri 03:10`, which names one moment of the days that a line of progress is about.
std::string short_time(core::wall_time t, schedule::zone const& where) {
    return cctz::format("%a %H:%M", t, where.rules());
}

/// To the minute: nothing finer can be foretold.
std::string minute_there(core::wall_time t, schedule::zone const& where) {
    return schedule::describe(std::chrono::round<std::chrono::minutes>(t), where);
}

std::string iso_there(core::wall_time t, schedule::zone const& where) {
    return cctz::format("%Y-%m-%dT%H:%M:%S%Ez", t, where.rules());
}

/// When so many requests are sent that go on from `now`, in the windows and within the quotas.
std::optional<schedule::finish> end_of(double requests, schedule::windows const& when, core::wall_time now,
                                       schedule::speed_in const& speed,
                                       std::vector<pacing::quota_use> const& quotas) {
    if (quotas.empty()) return schedule::finish_of(when, now, requests, speed);
    auto const spans = [&](core::duration t) -> std::optional<pacing::sending_span> {
        auto const opens = when.opens_from(now + std::chrono::duration_cast<core::wall_time::duration>(t));
        if (!opens) return std::nullopt;
        auto const closes = when.closes_after(*opens);
        pacing::sending_span span;
        span.from = *opens - now;
        if (closes) span.until = *closes - now;
        span.per_second = speed(when.at(*opens));
        return span;
    };
    auto const n = static_cast<std::uint64_t>(std::ceil(std::max(requests, 1.0)));
    auto const f = pacing::forecast_requests(n, quotas, spans);
    if (!f) return std::nullopt;
    return schedule::finish{now + std::chrono::duration_cast<core::wall_time::duration>(f->after),
                            std::max(1U, f->spans)};
}

} // namespace

std::optional<forecast> forecast_of(journal::work_left const& left, double part,
                                    schedule::windows const& when, double rate, core::wall_time now,
                                    std::vector<pacing::quota_use> const& quotas) {
    if (!(left.per_second > 0)) return std::nullopt;
    // What was not used of the limit, as replies were slow, or the platform throttled, will not be then.
    double const used = left.limit > 0 ? std::min(1.0, left.per_second / left.limit) : 1;
    auto const speed = [&](schedule::window const* w) {
        double const allowed = w != nullptr && w->rate ? *w->rate : rate;
        if (allowed <= 0) return left.per_second;
        return left.limit > 0 ? used * allowed : std::min(allowed, left.per_second);
    };
    bool const only_range = part < enough;
    auto const first = end_of(only_range ? left.requests / vague : left.requests, when, now, speed, quotas);
    if (!first) return std::nullopt;
    forecast f{first->at};
    f.windows = first->windows;
    auto const opens = when.opens_from(now);
    f.sending = rounded(left.requests / speed(opens ? when.at(*opens) : nullptr));
    if (!quotas.empty() && !when.any()) f.sending = first->at - now; // it is waited for them, too
    if (when.any()) {
        auto const last = when.opens_from(f.at);
        f.where = when.at(last.value_or(*opens))->where;
    }
    if (!only_range) return f;
    auto const last = end_of(left.requests * vague, when, now, speed, quotas);
    if (!last) return std::nullopt;
    f.latest = last->at;
    return f;
}

std::optional<journal::work_left> work_left_of(double part_before, double part_now, double requests,
                                               core::duration open_for, double limit) {
    bool const got_on = part_now > part_before && part_now < 1 && requests > 0 && open_for > core::duration();
    if (!got_on) return std::nullopt;
    journal::work_left left;
    left.requests = requests * (1 - part_now) / (part_now - part_before);
    left.per_second = requests / real_seconds(open_for).count();
    left.limit = limit;
    return left;
}

std::optional<forecast> forecast_after(journal::state const& s, schedule::windows const& when,
                                       spec::pace const& pace, core::wall_time now) {
    auto const& end = s.ending();
    if (!end || !end->left) return std::nullopt;
    auto const part = part_done(progress_of(s)).value_or(0);
    if (end->cause == journal::ending_window) {
        // What was left of that window is too short for a request.
        auto const ended = core::parse_iso8601(end->at);
        auto const closed = ended ? when.closes_after(*ended) : std::nullopt;
        auto const from = std::max(now, closed.value_or(now));
        return forecast_of(*end->left, part, when, pace.requests_per_second, from);
    }
    if (end->cause != journal::ending_quota) return std::nullopt;
    auto const from = std::max(now, core::parse_iso8601(end->until).value_or(now));
    std::vector<pacing::quota_use> free;
    for (auto const& each : pace.quotas) free.push_back({{each.requests, each.window}, {}, {{}, from}});
    auto f = forecast_of(*end->left, part, when, pace.requests_per_second, from, free);
    if (f && !when.any()) f->sending += from - now;
    return f;
}

std::string in_words(forecast const& f) {
    auto const where = zone_of(f);
    if (f.latest)
        return "done between " + minute_there(f.at, where) + " and " + minute_there(*f.latest, where);
    auto const text = "done about " + minute_there(f.at, where);
    if (!f.where) return text + " (" + core::describe(f.sending) + " left)";
    return text
           + (f.windows == 1 ? ", in one window" : ", in the " + ordinal(f.windows) + " window from here");
}

std::string in_short(forecast const& f) {
    auto const where = zone_of(f);
    if (f.latest && f.where) return "done " + short_time(f.at, where) + " to " + short_time(*f.latest, where);
    if (f.latest) return core::describe(f.sending / 2) + " to " + core::describe(f.sending * 2) + " left";
    if (f.windows == 1) return core::describe(f.sending) + " left";
    return "done " + short_time(f.at, where) + ", window " + std::to_string(f.windows);
}

json::object to_json(forecast const& f) {
    auto const where = zone_of(f);
    json::object out{{"doneAt", iso_there(f.at, where)}};
    if (f.latest) out["latestAt"] = iso_there(*f.latest, where);
    out["windows"] = f.windows;
    out["secondsOfSending"] = std::chrono::duration_cast<std::chrono::seconds>(f.sending).count();
    if (f.where) out["timezone"] = f.where->name();
    return out;
}

std::optional<forecast> forecast_from_json(json::value const& v) {
    auto const* const o = v.if_object();
    if (o == nullptr) return std::nullopt;
    auto const text = [&](json::string_view key) {
        auto const* const found = o->if_contains(key);
        return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
    };
    auto const number = [&](json::string_view key) {
        auto const* const found = o->if_contains(key);
        boost::system::error_code error;
        auto const n = found != nullptr && found->is_number() ? found->to_number<std::int64_t>(error) : 0;
        return error ? 0 : std::clamp<std::int64_t>(n, 0, 1'000'000'000);
    };
    auto const at = core::parse_iso8601(text("doneAt"));
    if (!at) return std::nullopt;
    forecast f{*at};
    f.latest = core::parse_iso8601(text("latestAt"));
    f.windows = static_cast<unsigned>(number("windows"));
    f.sending = std::chrono::seconds(number("secondsOfSending"));
    if (auto const name = text("timezone"); !name.empty()) f.where = schedule::zone::find(name);
    return f;
}

} // namespace muster::engine
