#include "cli/job_views.hpp"

#include "cli/columns.hpp"
#include "cli/deed_writer.hpp"
#include "cli/shown.hpp"
#include "cli/summary.hpp"
#include "core/printable.hpp"
#include "launch/plan_file.hpp"

#include <algorithm>
#include <cstdio>

namespace muster::cli {

namespace {

namespace json = boost::json;
using core::outcome;
using kind = launch::standing::kind;
using service::job_view;
using std::chrono::seconds;

// Silence of this length is worth a word: outcomes are stamped to the second, and an idle platform answers
// sooner.
constexpr seconds quiet_for{10};

std::string bad_count(job_view const& v) {
    auto const& t = v.job.folded.totals();
    return std::to_string(t.of(outcome::failed) + t.of(outcome::unknown));
}

std::string state_of(job_view const& v) {
    auto const reason = shown_line(v.job.reason);
    return std::string(to_string(v.job.how)) + (reason.empty() ? "" : ": " + reason);
}

std::string settled_of(job_view const& v) {
    return std::to_string(v.job.folded.totals().settled()) + "/" + std::to_string(v.job.folded.matched());
}

/// `2026-01-31 09:05`, or without the year.
std::string minute(std::string const& iso, bool with_year) {
    if (iso.size() < 16) return core::printable(iso);
    auto text = core::printable(iso.substr(0, 16));
    std::replace(text.begin(), text.end(), 'T', ' ');
    return with_year ? text : text.substr(5);
}

std::string members_text(job_view const& v) {
    auto const& s = v.job.folded;
    auto const total = s.list_total() ? " of " + std::to_string(*s.list_total()) : "";
    std::string text = std::to_string(s.seen()) + total + " seen, " + std::to_string(s.matched())
                       + " matched, " + std::to_string(s.totals().settled()) + " settled";
    auto const part = part_done(v.progress());
    if (part && v.job.how != kind::complete) // rounded down: 100 % is for what is complete
        text += " (" + std::to_string(static_cast<int>(*part * 100)) + " % of the job)";
    return text;
}

std::string speed_of(job_view const& v) {
    if (v.speed->since_last >= quiet_for)
        return "nothing was settled or read in the last " + core::describe(v.speed->since_last);
    char rate[64];
    std::snprintf(rate, sizeof rate, "%.1f members/s", v.speed->per_second);
    auto const left = v.ahead ? std::nullopt : v.left();
    return std::string(rate) + " over the last " + core::describe(v.speed->over)
           + (left ? ", " + core::describe(*left) + " left" : "");
}

std::string words_of(journal::job_steered const& pause) {
    return "by " + pause.who + " at " + pause.at + (pause.why.empty() ? "" : ": " + pause.why);
}

std::vector<std::string> row(job_view const& v, std::string started) {
    return {v.job.id, std::move(started), settled_of(v), bad_count(v), state_of(v)};
}

std::string plan_of(journal::planned const& p) {
    return launch::short_name(p.digest)
           + (p.approved_by.empty() ? "" : ", approved by " + core::printable(p.approved_by));
}

} // namespace

std::string as_list(std::vector<job_view> const& views, std::optional<std::size_t> columns) {
    if (views.empty()) return {};
    std::size_t id = 0, settled = 7, state = 0;
    for (auto const& v : views) {
        id = std::max(id, v.job.id.size());
        settled = std::max(settled, settled_of(v).size());
        state = std::max(state, to_string(v.job.how).size());
    }
    // What the state must have room for decides how much is said of the start, which most ids tell as well.
    std::size_t const others = id + 2 + settled + 2 + std::string_view("FAILED").size() + 2 + state;
    auto const fits = [&](std::size_t width) { return !columns || others + width + 2 <= *columns; };
    constexpr std::size_t long_form = 16, short_form = 11;
    std::vector<std::vector<std::string>> rows;
    if (columns) rows.push_back({"JOB", fits(short_form) ? "STARTED" : "", "SETTLED", "FAILED", "STATE"});
    for (auto const& v : views)
        rows.push_back(row(v, fits(short_form) ? minute(v.started(), fits(long_form)) : ""));
    return in_columns(rows, columns);
}

std::string details(job_view const& v, bool wrapped) {
    auto const& s = v.job.folded;
    auto const line = [&](std::string const& name, std::string const& text) {
        return table_row(name, text, wrapped);
    };
    std::string out = line("job", v.job.id);
    out += line("state", state_of(v));
    if (s.job())
        out += line("started",
                    s.job()->at + ", " + std::to_string(s.runs()) + (s.runs() == 1 ? " run" : " runs"));
    if (s.job() && s.job()->from) out += line(s.job()->from->as + " of", s.job()->from->job);
    if (s.job() && s.job()->plan) out += line("plan", plan_of(*s.job()->plan));
    for (auto const& each : v.made_from) out += line(each.from->as, each.job + ", " + each.at);
    if (v.job.how != kind::damaged) {
        out += line("members", members_text(v));
        out += line("outcomes", outcomes_of(s.totals()));
    }
    if (v.speed) out += line("speed", speed_of(v));
    if (v.ahead) out += line("forecast", forecast_words(v.progress(), *v.ahead));
    if (s.paused() && v.job.how != kind::complete) out += line("paused", words_of(*s.paused()));
    for (auto const& each : v.now) out += line("now", each);
    if (!s.pending().empty()) {
        auto const count = std::to_string(s.pending().size());
        if (v.job.how != kind::running)
            out += line("in doubt", count + " (a resume reads them back before it sends anything)");
        else if (v.held)
            out += line("held", count + " (nothing is sent for them before it goes on)");
        else
            out += line("in flight", count);
    }
    if (!v.next.empty()) out += line("next", v.next);
    return out;
}

std::string as_csv(std::vector<job_view> const& views) {
    std::string out = "job,started,state,reason,runs,seen,matched,settled";
    for (int i = 0; i < core::outcome_kinds; ++i)
        out += "," + std::string(core::to_string(static_cast<outcome>(i)));
    out += ",next\n";
    for (auto const& v : views) {
        auto const& s = v.job.folded;
        auto const field = [&](std::string const& text) { return csv_field(shown_line(text), false); };
        out += field(v.job.id) + "," + field(v.started()) + "," + std::string(to_string(v.job.how)) + ","
               + field(v.job.reason);
        for (auto const count : {s.runs(), s.seen(), s.matched(), s.totals().settled()})
            out += "," + std::to_string(count);
        for (int i = 0; i < core::outcome_kinds; ++i)
            out += "," + std::to_string(s.totals().of(static_cast<outcome>(i)));
        out += "," + field(v.next) + "\n";
    }
    return out;
}

} // namespace muster::cli
