#include "service/job_view.hpp"

#include "service/advice.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace muster::service {

namespace json = boost::json;
using standing_kind = launch::standing::kind;
using std::chrono::seconds;

std::string job_view::started() const {
    return job.folded.job() ? job.folded.job()->at : std::string();
}

engine::progress job_view::progress() const {
    return engine::progress_of(job.folded);
}

std::optional<core::duration> job_view::left() const {
    auto const done = part_done(progress());
    if (!speed || speed->per_second <= 0 || !done || *done <= 0 || *done >= 1) return std::nullopt;
    double const to_do = static_cast<double>(job.folded.totals().settled()) * (1 - *done) / *done;
    double const most = std::chrono::duration<double>(std::chrono::years(10)).count();
    return std::chrono::duration_cast<core::duration>(
        std::chrono::duration<double>(std::min(most, to_do / speed->per_second)));
}

job_view view_of(files::storage& storage, journal::directory const& where, std::string const& state_option,
                 core::wall_time now, launch::scrutiny how_much) {
    job_view v;
    v.job = launch::standing_of(storage, where, how_much);
    v.held = v.job.how == standing_kind::running && v.job.folded.paused();
    if (v.job.how == standing_kind::running)
        v.speed = launch::recent_speed(storage, where, v.job.bytes, now);
    else if (v.job.how == standing_kind::damaged)
        v.next = "muster fsck " + where.id + state_option;
    else
        v.next = advice_for(storage, where, v.job.folded, state_option);
    return v;
}

json::object outcomes_object(journal::counts const& totals) {
    json::object outcomes;
    for (int i = 0; i < core::outcome_kinds; ++i) {
        auto const o = static_cast<core::outcome>(i);
        outcomes[core::to_string(o)] = totals.of(o);
    }
    return outcomes;
}

json::object as_json(job_view const& v) {
    auto const& s = v.job.folded;
    bool const running = v.job.how == standing_kind::running;
    json::object out{{"job", v.job.id}, {"state", to_string(v.job.how)}};
    if (!v.job.reason.empty()) out["reason"] = v.job.reason;
    if (s.job()) out["startedAt"] = s.job()->at;
    if (s.ending() && !running) out["endedAt"] = s.ending()->at;
    out["runs"] = s.runs();
    if (s.takeovers() > 0) out["takeovers"] = s.takeovers();
    out["seen"] = s.seen();
    if (s.list_total()) out["listTotal"] = *s.list_total();
    out["matched"] = s.matched();
    out["settled"] = s.totals().settled();
    out["outcomes"] = outcomes_object(s.totals());
    if (auto const part = part_done(v.progress())) out["percent"] = static_cast<int>(*part * 100);
    if (running) out["inFlight"] = v.held ? 0 : s.pending().size();
    if (running) out["held"] = v.held ? s.pending().size() : 0;
    out["inDoubt"] = running ? 0 : s.pending().size();
    if (s.paused())
        out["paused"] =
            json::object{{"who", s.paused()->who}, {"why", s.paused()->why}, {"at", s.paused()->at}};
    if (v.speed) {
        out["settledPerSecond"] = std::round(v.speed->per_second * 10) / 10;
        out["secondsSinceLast"] = std::chrono::duration_cast<seconds>(v.speed->since_last).count();
    }
    if (auto const left = v.left()) out["secondsLeft"] = std::chrono::duration_cast<seconds>(*left).count();
    if (v.ahead) out["forecast"] = engine::to_json(*v.ahead);
    out["cursor"] = s.low_water();
    if (s.job() && s.job()->from)
        out["from"] = json::object{{"job", s.job()->from->job}, {"as", s.job()->from->as}};
    if (s.job() && s.job()->plan) {
        auto& plan = out["plan"].emplace_object();
        plan["digest"] = s.job()->plan->digest;
        if (!s.job()->plan->approved_by.empty()) plan["approvedBy"] = s.job()->plan->approved_by;
    }
    if (!v.made_from.empty()) {
        auto& all = out["madeFrom"].emplace_array();
        for (auto const& each : v.made_from)
            all.push_back(json::object{{"job", each.job}, {"as", each.from->as}, {"at", each.at}});
    }
    if (!v.next.empty()) out["next"] = v.next;
    return out;
}

} // namespace muster::service
