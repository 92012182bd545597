#include "cli/summary.hpp"

#include "service/job_view.hpp"

#include <cstdio>

namespace muster::cli {

namespace json = boost::json;

namespace {

double seconds_of(core::duration d) {
    return std::chrono::duration<double>(d).count();
}

double per_second(std::uint64_t count, core::duration took) {
    return seconds_of(took) > 0 ? static_cast<double>(count) / seconds_of(took) : 0;
}

std::string requests_of(run_report const& r) {
    char rate[64];
    std::snprintf(rate, sizeof rate, "%.1f/s", per_second(r.end.wire.requests, r.took));
    return std::to_string(r.end.wire.requests) + " in " + core::describe(r.took) + " (" + rate + "), "
           + std::to_string(r.end.wire.throttled) + " throttled";
}

} // namespace

std::string outcomes_of(journal::counts const& totals) {
    std::string outcomes;
    for (int i = 0; i < core::outcome_kinds; ++i) {
        auto const o = static_cast<core::outcome>(i);
        outcomes +=
            (i > 0 ? ", " : "") + std::to_string(totals.of(o)) + " " + std::string(core::to_string(o));
    }
    return outcomes;
}

std::string forecast_words(engine::progress const& p, engine::forecast const& ahead) {
    // 100 % is for what is complete.
    auto const percent = static_cast<int>(engine::part_done(p).value_or(0) * 100);
    return std::to_string(percent) + " % of it done; at this pace " + in_words(ahead);
}

std::string table_row(std::string const& name, std::string text, bool wrapped, std::size_t column) {
    std::size_t const widest = 78 - column;
    std::string out = name + std::string(column - std::min(column - 1, name.size()), ' ');
    while (wrapped && text.size() > widest) {
        auto const space = text.rfind(' ', widest);
        if (space == std::string::npos || space == 0) break;
        out += text.substr(0, space) + "\n" + std::string(column, ' ');
        text.erase(0, space + 1);
    }
    return out + text + "\n";
}

std::string as_table(run_report const& r, bool wrapped) {
    auto const line = [&](std::string const& name, std::string const& text) {
        return table_row(name, text, wrapped);
    };
    auto const& t = r.end.totals;
    auto const to_do = r.end.matched - std::min(r.end.matched, t.settled());
    std::string out = line("job", r.job_id);
    out += line("state", r.state + (r.reason.empty() ? "" : ": " + r.reason));
    out += line("members", std::to_string(r.end.seen) + " seen, " + std::to_string(r.end.matched) + " matched"
                               + (to_do > 0 ? ", " + std::to_string(to_do) + " of them still to do" : ""));
    out += line("outcomes", outcomes_of(r.end.totals));
    std::uint64_t told = 0;
    for (auto const& [code, count] : r.failures) told += count;
    bool const of_all = told >= t.of(core::outcome::failed) + t.of(core::outcome::unknown);
    for (auto const& [code, count] : r.failures)
        out += line("", std::to_string(count) + " x " + code + (of_all ? "" : " in this run"));
    out += line("requests", requests_of(r));
    if (r.ahead) out += line("forecast", forecast_words(r.end, *r.ahead));
    if (!r.verified.empty()) out += line("verified", r.verified);
    if (!r.advice.empty()) out += line("next", r.advice);
    return out;
}

std::string as_sentence(run_report const& r) {
    return "job " + r.job_id + " " + (r.state == "complete" ? "is complete" : r.state)
           + (r.reason.empty() ? "" : ": " + r.reason) + "; members: " + std::to_string(r.end.seen)
           + " seen, " + std::to_string(r.end.matched) + " matched; outcomes: " + outcomes_of(r.end.totals)
           + "; requests: " + requests_of(r) + (r.verified.empty() ? "" : "; verified: " + r.verified)
           + (r.ahead ? "; " + forecast_words(r.end, *r.ahead) : "");
}

json::object as_json(run_report const& r) {
    json::object out{{"job", r.job_id},
                     {"state", r.state},
                     {"seen", r.end.seen},
                     {"matched", r.end.matched},
                     {"outcomes", service::outcomes_object(r.end.totals)},
                     {"requests", r.end.wire.requests},
                     {"throttled", r.end.wire.throttled},
                     {"milliseconds", std::chrono::duration_cast<std::chrono::milliseconds>(r.took).count()},
                     {"bytesWritten", r.bytes_written}};
    if (!r.reason.empty()) out["reason"] = r.reason;
    if (!r.verified.empty()) out["verified"] = r.verified;
    if (r.ahead) out["forecast"] = engine::to_json(*r.ahead);
    if (!r.failures.empty()) {
        auto& failures = out["failures"].emplace_object();
        for (auto const& [code, count] : r.failures) failures[code] = count;
    }
    return out;
}

} // namespace muster::cli
