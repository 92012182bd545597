#include "service/metrics.hpp"

#include "core/outcome.hpp"
#include "engine/reply_counts.hpp"
#include "service/metric_text.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace muster::service {

namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, 5> states{"running", "complete", "stopped", "interrupted", "damaged"};

json::value const* field(json::object const* from, std::string_view key) {
    return from != nullptr ? from->if_contains(key) : nullptr;
}

std::optional<double> number(json::object const* from, std::string_view key) {
    auto const* const v = field(from, key);
    if (v == nullptr || !v->is_number()) return std::nullopt;
    return v->to_number<double>();
}

std::string_view text(json::object const* from, std::string_view key) {
    auto const* const v = field(from, key);
    return v != nullptr && v->is_string() ? std::string_view(v->get_string()) : std::string_view();
}

json::object const* object(json::object const* from, std::string_view key) {
    auto const* const v = field(from, key);
    return v != nullptr ? v->if_object() : nullptr;
}

json::array const* array(json::object const* from, std::string_view key) {
    auto const* const v = field(from, key);
    return v != nullptr ? v->if_array() : nullptr;
}

double seconds_of(core::wall_time t) {
    return std::chrono::duration<double>(t.time_since_epoch()).count();
}

std::optional<double> moment(json::object const* from, std::string_view key) {
    auto const t = core::parse_iso8601(text(from, key));
    return t ? std::optional<double>(seconds_of(*t)) : std::nullopt;
}

/// A job, as it is told of.
struct subject {
    json::object const* job = nullptr;
    json::object const* told = nullptr; ///< by its run; nullptr = it does not run, or did not answer
    metric_text::labels labels;

    [[nodiscard]] std::string_view state() const { return text(job, "state"); }
};

using value_of = std::function<std::optional<double>(subject const&)>;

class families {
public:
    explicit families(std::vector<subject> const& all) : all_(all) {}

    /// A family with at most one sample for each job.
    void one(std::string_view name, std::string_view type, std::string_view unit, std::string_view help,
             value_of const& value) {
        out_.family(name, type, unit, help);
        for (auto const& s : all_)
            if (auto const v = value(s)) out_.sample(type == "counter" ? "_total" : "", s.labels, *v);
    }
    /// A family with a sample for each of several labels.
    void many(std::string_view name, std::string_view type, std::string_view unit, std::string_view help,
              std::function<void(subject const&, metric_text&)> const& each) {
        out_.family(name, type, unit, help);
        for (auto const& s : all_) each(s, out_);
    }
    metric_text& out() { return out_; }

private:
    std::vector<subject> const& all_;
    metric_text out_;
};

metric_text::labels with(subject const& s, std::string_view name, std::string_view value) {
    auto labels = s.labels;
    labels.emplace_back(name, value);
    return labels;
}

/// Those that are told of: all that run, and of each spec the newest.
std::vector<subject> chosen(json::array const& jobs) {
    std::vector<subject> all;
    std::map<std::string_view, bool> seen;
    for (auto const& each : jobs) { // newest first
        subject s;
        s.job = each.if_object();
        auto const id = text(s.job, "job");
        if (id.empty()) continue;
        auto const spec = spec_of_job(id);
        bool const newest = !std::exchange(seen[spec], true);
        if (!newest && s.state() != "running") continue;
        s.told = object(s.job, "told");
        s.labels = {{"spec", std::string(spec)}, {"job", std::string(id)}};
        all.push_back(std::move(s));
    }
    return all;
}

void write_states(families& p, json::array const& jobs) {
    std::map<std::string_view, std::uint64_t> count;
    for (auto const& each : jobs) ++count[text(each.if_object(), "state")];
    p.out().family("muster_jobs", "gauge", "", "Jobs in the state directory.");
    for (auto const state : states)
        p.out().sample("", {{"state", std::string(state)}}, static_cast<double>(count[state]));
    p.many("muster_job_state", "stateset", "", "How the job stands.", [](subject const& s, metric_text& out) {
        for (auto const state : states)
            out.sample("", with(s, "muster_job_state", state), s.state() == state ? 1 : 0);
    });
}

void write_members(families& p) {
    p.many("muster_members", "counter", "", "Members that were settled, by outcome.",
           [](subject const& s, metric_text& out) {
               auto const* const outcomes = object(s.told != nullptr ? s.told : s.job, "outcomes");
               for (int i = 0; i < core::outcome_kinds; ++i) {
                   auto const name = core::to_string(static_cast<core::outcome>(i));
                   if (auto const n = number(outcomes, name))
                       out.sample("_total", with(s, "outcome", name), *n);
               }
           });
    auto const of_job = [](std::string_view key) {
        return [key](subject const& s) {
            auto const now = number(s.told, key);
            return now ? now : number(s.job, key);
        };
    };
    p.one("muster_members_seen", "gauge", "", "Members that were read.", of_job("seen"));
    p.one("muster_members_listed", "gauge", "", "Members that the platform says it has.",
          of_job("listTotal"));
    p.one("muster_members_matched", "gauge", "", "Members that are to get an outcome.", of_job("matched"));
    p.one("muster_requests_in_flight", "gauge", "", "Requests that are sent, and not answered yet.",
          [](subject const& s) { return number(s.told, "inFlight"); });
    p.one("muster_members_in_doubt", "gauge", "",
          "Members of a job that does not run whose change may or may not have been made.",
          [](subject const& s) { return number(s.job, "inDoubt"); });
    p.one("muster_runs", "counter", "", "Runs that the job has had.",
          [](subject const& s) { return number(s.job, "runs"); });
    p.one("muster_takeovers", "counter", "", "Runs that another host's death or absence was the reason for.",
          [](subject const& s) { return number(s.job, "takeovers").value_or(0); });
}

void write_times(families& p, core::wall_time now) {
    p.one("muster_start_timestamp_seconds", "gauge", "seconds", "When the job began.",
          [](subject const& s) { return moment(s.job, "startedAt"); });
    p.one("muster_end_timestamp_seconds", "gauge", "seconds", "When its last run ended.",
          [](subject const& s) { return moment(s.job, "endedAt"); });
    p.one("muster_last_progress_timestamp_seconds", "gauge", "seconds",
          "When the job last settled a member or read a page.", [&](subject const& s) {
              auto const since = number(s.job, "secondsSinceLast");
              return since ? std::optional<double>(std::floor(seconds_of(now)) - *since)
                           : moment(s.job, "endedAt");
          });
    p.one("muster_forecast_timestamp_seconds", "gauge", "seconds", "When the job will be done.",
          [](subject const& s) {
              auto const* const now_told = object(s.told, "forecast");
              return moment(now_told != nullptr ? now_told : object(s.job, "forecast"), "doneAt");
          });
}

/// Of each spec, when a job of it was last complete: of that, and not of the job's number, one is alarmed.
void write_success(families& p, json::array const& jobs) {
    std::map<std::string_view, double> last;
    for (auto const& each : jobs) {
        auto const* const job = each.if_object();
        if (text(job, "state") != "complete") continue;
        auto const at = moment(job, "endedAt");
        auto& known = last[spec_of_job(text(job, "job"))];
        if (at) known = std::max(known, *at);
    }
    p.out().family("muster_last_success_timestamp_seconds", "gauge", "seconds",
                   "When a job of the spec was last complete.");
    for (auto const& [spec, at] : last)
        if (at > 0) p.out().sample("", {{"spec", std::string(spec)}}, at);
}

void write_pace(families& p) {
    p.one("muster_allowed_requests_per_second", "gauge", "",
          "The rate that the run allows itself; 0 = no limit.",
          [](subject const& s) { return number(s.told, "allowedPerSecond"); });
    p.one("muster_sent_requests_per_second", "gauge", "",
          "The rate at which the run sends, over five seconds.",
          [](subject const& s) { return number(s.told, "sentPerSecond"); });
    auto const flag = [](bool set_by_presence, std::string_view key) {
        return [=](subject const& s) -> std::optional<double> {
            if (s.told == nullptr) return std::nullopt;
            return (s.told->contains(key) == set_by_presence) ? 1 : 0;
        };
    };
    p.one("muster_window_open", "gauge", "", "Whether the run may send by its windows.",
          flag(false, "windowOpens"));
    p.one("muster_paused", "gauge", "", "Whether somebody paused the job.",
          [](subject const& s) -> std::optional<double> { return s.job->contains("paused") ? 1 : 0; });
    p.one("muster_platform_down", "gauge", "", "Whether the platform seems to be down.",
          flag(true, "platformDownSince"));
    p.many("muster_quota_left_requests", "gauge", "requests",
           "Requests that the quota still lets go, by its window.", [](subject const& s, metric_text& out) {
               auto const* const quotas = array(object(s.told, "wire"), "quotas");
               if (quotas == nullptr) return;
               for (auto const& each : *quotas) {
                   auto const left = number(each.if_object(), "left");
                   auto const window = number(each.if_object(), "seconds");
                   if (left && window)
                       out.sample("", with(s, "window_seconds", std::to_string(static_cast<long>(*window))),
                                  *left);
               }
           });
}

void write_times_of_replies(subject const& s, metric_text& out) {
    auto const* const times = object(object(s.told, "wire"), "replySeconds");
    auto const* const counts = array(times, "counts");
    auto const sum = number(times, "sum");
    auto const& bounds = engine::reply_counts::bounds;
    if (!sum || counts == nullptr || counts->size() != bounds.size() + 1) return;
    double all = 0;
    for (std::size_t i = 0; i < counts->size(); ++i) {
        if (!(*counts)[i].is_number()) return;
        all += (*counts)[i].to_number<double>();
        char bound[24] = "+Inf";
        if (i < bounds.size()) std::snprintf(bound, sizeof bound, bounds[i] < 1 ? "%g" : "%.1f", bounds[i]);
        out.sample("_bucket", with(s, "le", bound), all);
    }
    out.sample("_count", s.labels, all);
    out.sample("_sum", s.labels, *sum);
}

void write_wire(families& p) {
    p.many("muster_requests", "counter", "", "Requests of the run that were answered, by status of HTTP.",
           [](subject const& s, metric_text& out) {
               auto const* const statuses = object(object(s.told, "wire"), "statuses");
               if (statuses == nullptr) return;
               for (auto const& [status, n] : *statuses)
                   if (n.is_number()) out.sample("_total", with(s, "status", status), n.to_number<double>());
           });
    p.one("muster_request_faults", "counter", "", "Requests of the run that no reply came to.",
          [](subject const& s) { return number(object(s.told, "wire"), "faults"); });
    p.one("muster_received_bytes", "counter", "bytes", "Bytes of the replies of the run.",
          [](subject const& s) { return number(object(s.told, "wire"), "receivedBytes"); });
    p.many("muster_request_duration_seconds", "histogram", "seconds",
           "How long the replies of the run took, from the request's turn on.", write_times_of_replies);
}

} // namespace

std::string_view spec_of_job(std::string_view id) {
    // <name>-<yyyymmddThhmmssZ>, and mostly -<four hexadecimal digits> behind it
    auto name = id;
    auto const is_time = [](std::string_view t) {
        return t.size() == 16 && t[8] == 'T' && t.back() == 'Z'
               && std::ranges::all_of(t.substr(0, 8), [](char c) { return c >= '0' && c <= '9'; });
    };
    for (int i = 0; i < 2; ++i) {
        auto const dash = name.rfind('-');
        if (dash == name.npos || dash == 0) return id;
        auto const last = name.substr(dash + 1);
        name = name.substr(0, dash);
        if (is_time(last)) return name;
    }
    return id;
}

std::string metrics_of(json::array const& jobs, core::wall_time now) {
    auto const all = chosen(jobs);
    families p(all);
    p.out().family("muster_build", "info", "", "The program that wrote this.");
    p.out().sample("_info", {{"version", MUSTER_VERSION}}, 1);
    write_states(p, jobs);
    write_members(p);
    write_times(p, now);
    write_success(p, jobs);
    write_pace(p);
    write_wire(p);
    return std::move(p.out()).finish();
}

} // namespace muster::service
