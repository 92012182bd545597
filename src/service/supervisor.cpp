#include "service/supervisor.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "service/run_line.hpp"
#include "service/sd_notify.hpp"
#include "service/signal_wait.hpp"
#include "service/start.hpp"

#include <algorithm>
#include <csignal>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace muster::service {

using core::exit_status;
using core::wall_time;
using state = job_facts::state;

namespace {

constexpr std::chrono::seconds tick{1};
constexpr unsigned ticks_between_looks = 2;       // at files, and at jobs that others run
constexpr std::chrono::seconds wait_for_place{5}; // while as many jobs run as may
constexpr std::chrono::seconds answer_within{5};
constexpr std::chrono::seconds again_after_error{30};
constexpr std::chrono::seconds again_where_away{5};

wall_time now() {
    return std::chrono::system_clock::now();
}

} // namespace

supervisor::supervisor(launch::store& jobs, std::vector<std::string> places, choices how, say tell)
    : jobs_(jobs),
      how_(std::move(how)),
      tell_(std::move(tell)),
      locks_(jobs),
      specs_(std::move(places), tell_),
      reader_(jobs),
      late_(jobs.storage(), jobs.state_directory() / "schedule-late.json", tell_) {}

bool supervisor::run() {
    signal_wait signals({SIGTERM, SIGINT, SIGHUP, SIGCHLD});
    reload(true);
    tell_(false, "looking after " + std::to_string(specs_.all().size()) + " specs");
    sd_notify("READY=1");
    auto const watchdog = sd_watchdog_period();
    auto told_alive = core::instant();
    for (unsigned n = 0;; ++n) {
        if (clock_.was_set())
            for (auto& [name, v] : views_) v.look = true;
        if (n % ticks_between_looks == 0) {
            if (n > 0) reload(false);
            look_after_strangers();
            if (locks_.leads()) late_.look_after();
        }
        reap();
        look_at_all();
        if (how_.once && is_idle()) return !specs_.all().empty() && specs_.bad() == 0;
        auto const t = std::chrono::steady_clock::now();
        if (watchdog && t - told_alive >= *watchdog - std::min<core::duration>(*watchdog / 2, tick)) {
            sd_notify("WATCHDOG=1");
            told_alive = t;
        }
        auto const wait = watchdog ? std::min<core::duration>(tick, *watchdog / 2) : core::duration(tick);
        switch (signals.next(wait)) {
        case SIGTERM:
        case SIGINT: return drain();
        case SIGHUP:
            sd_notify_reloading();
            tried_.clear();
            reload(true);
            tell_(false, "read all specs anew: " + std::to_string(specs_.all().size()));
            sd_notify("READY=1");
            break;
        default: break;
        }
    }
}

void supervisor::reload(bool all) {
    for (auto const& name : specs_.refresh(now(), all)) {
        tried_.erase(name);
        if (specs_.all().contains(name)) {
            views_[name].look = true;
            continue;
        }
        views_.erase(name);
        std::string running;
        for (auto const& [job, b] : begun_)
            if (b.name == name) running += " Its job " + job + " goes on to its end, and is not resumed.";
        tell_(!running.empty(), "spec " + core::quoted(name) + " is not there any more." + running);
    }
    if (all)
        for (auto const& [name, spec] : specs_.all()) views_[name].look = true;
}

/// A spec is looked at when its next moment has come, or something changed.
void supervisor::look_at_all() {
    bool listed = false;
    for (auto const& [name, spec] : specs_.all()) {
        auto& v = views_[name];
        if (!v.look && (!v.again || *v.again > now())) continue;
        try {
            if (!std::exchange(listed, true)) reader_.list();
            look(name, spec, v);
        } catch (std::exception const& e) { // one spec never stops the others
            auto const* const on_files = dynamic_cast<files::io_error const*>(&e);
            bool const away = on_files != nullptr && on_files->is_passing();
            auto const pause = away ? again_where_away : again_after_error;
            v.again = now() + pause;
            v.look = false;
            tell_(true, "spec " + core::quoted(name) + " cannot be looked at, and is again in "
                            + std::to_string(pause.count()) + " s: " + e.what());
            if (away) return; // it is so for all of them, and each would wait as long as this one did
        }
    }
}

void supervisor::look(std::string const& name, watched_spec const& spec, view& v) {
    auto const t = now();
    auto const jobs = jobs_of(name);
    auto const seen = look_at(spec.what, jobs, tried_[name], t);
    auto const late = lateness_of(spec.what, jobs, seen.acts, t);
    v.look = false;
    v.again = seen.again;
    if (late.again) v.again = std::min(v.again.value_or(*late.again), *late.again);
    if (locks_.leads()) late_.look(spec, late, jobs, seen.why_not);
    if (seen.why_not != v.said && !seen.why_not.empty()) tell_(seen.needs_person, seen.why_not);
    v.said = seen.why_not;
    for (auto const& a : seen.acts) carry_out(a, name, spec.path);
}

/// By their files; and those that our children work on, which may not be there yet.
std::vector<job_facts> supervisor::jobs_of(std::string const& name) {
    auto all = reader_.of_spec(name, now());
    for (auto const& [job, b] : begun_) {
        if (b.name != name) continue;
        auto const found = std::find_if(all.begin(), all.end(), [&](auto const& j) { return j.id == job; });
        if (found != all.end())
            found->how = state::running;
        else
            all.push_back({job, start_of_job(name, job), state::running, now(), now(), 0, {}});
    }
    for (auto const& j : all)
        if (j.how == state::running && !begun_.contains(j.id)) strangers_[j.id] = name;
    return all;
}

void supervisor::carry_out(act const& a, std::string const& name, std::string const& path) {
    if (a.what == act::kind::stop) return stop(a.job);
    if (how_.most_jobs && begun_.size() >= *how_.most_jobs) {
        auto& again = views_[name].again;
        again = std::min(again.value_or(wall_time::max()), now() + wait_for_place);
        return;
    }
    begin(a, name, path);
}

void supervisor::stop(std::string const& job) {
    constexpr pid_t elsewhere = -1;
    auto const ours = children_.of(job);
    auto pid = ours != 0 ? ours : reader_.holder(job);
    bool const shared = jobs_.place().is_shared() && jobs_.storage().is_locked(jobs_.where(job).lock());
    if (pid == 0 && shared) pid = elsewhere;
    // Asked again, it would not finish what is in flight.
    if (pid == 0 || std::exchange(asked_to_stop_[job], pid) == pid) return;
    tell_(false, "job " + job + " is stopped, as a later start takes its place");
    if (pid != elsewhere) {
        ::kill(pid, SIGTERM);
        return;
    }
    try {
        ask_run(jobs_, jobs_.where(job), "POST", "/stop", R"({"why":"a later start takes its place"})",
                answer_within);
    } catch (client_error const& e) {
        asked_to_stop_.erase(job);
        tell_(true, "job " + job + " was not asked to stop: " + e.what());
    }
}

void supervisor::begin(act const& a, std::string const& name, std::string const& path) {
    bool const fresh = a.what == act::kind::start;
    std::vector<std::string> words = fresh ? std::vector<std::string>{"run", path, "--job-id", a.job}
                                           : std::vector<std::string>{"resume", a.job};
    words.emplace_back("--quiet");
    auto const& place =
        jobs_.place(); // a directory is named in any case; a store may stand in the environment
    auto const given = place.is_shared() ? place.given() : place.root().string();
    for (auto& each : launch::job_place::options_for(given)) words.push_back(std::move(each));
    words.insert(words.end(), how_.of_run.begin(), how_.of_run.end());
    begun b{fresh ? 0 : reader_.runs(a.job), name};
    try {
        children_.begin(a.job, words);
    } catch (std::system_error const& e) {
        auto& t = tried_[name][a.job];
        t = {t.in_a_row + 1, now(), e.what(), false};
        views_[name].look = true;
        return tell_(true, "job " + a.job + ": " + e.what());
    }
    begun_[a.job] = std::move(b);
    tell_(false, (fresh ? "started job " : "resumed job ") + a.job + " (process "
                     + std::to_string(children_.of(a.job)) + ")");
}

void supervisor::reap() {
    for (auto const& e : children_.reap()) {
        auto const b = begun_.extract(e.job);
        asked_to_stop_.erase(e.job);
        if (!b.empty()) note_end(e, b.mapped());
    }
}

/// Whether another host was faster than our process: it has the job, or has made it.
bool supervisor::is_elsewhere(children::end const& e) try {
    if (!jobs_.place().is_shared()) return false;
    return e.status == static_cast<int>(exit_status::busy)
           || (e.status == static_cast<int>(exit_status::usage) && jobs_.has(e.job));
} catch (files::io_error const&) {
    return false;
}

void supervisor::note_end(children::end const& e, begun const& b) {
    bool const well = e.status == static_cast<int>(exit_status::ok);
    bool const elsewhere = is_elsewhere(e);
    tell_(!well && !elsewhere && e.status != static_cast<int>(exit_status::stopped),
          "job " + e.job + " " + (elsewhere ? "is worked on by another host" : children::describe(e)));
    auto const is = [&](exit_status s) { return e.status == static_cast<int>(s); };
    auto& tried = tried_[b.name];
    try {
        if (reader_.runs(e.job) > b.runs) {
            tried.erase(e.job);
            if (is(exit_status::refused)) // as the key is, and a person has to see to it
                tried[e.job] = {1, now(), "the platform refuses its key", true};
        } else if (!well) {
            auto& t = tried[e.job];
            t = {t.in_a_row + (is(exit_status::busy) ? 0U : 1U), now(),
                 "its process " + children::describe(e), is(exit_status::refused)};
            if (t.hopeless || t.in_a_row >= failures_until_left)
                tell_(true,
                      "job " + e.job
                          + " is left; when what is in its way is mended, a SIGHUP to muster schedule has "
                            "it tried again");
        }
    } catch (std::exception const& error) {
        tell_(true, "job " + e.job + " cannot be read: " + error.what());
    }
    if (auto const v = views_.find(b.name); v != views_.end()) v->second.look = true;
}

/// Nobody tells us when the processes end that others began: a person, or the supervisor before us.
void supervisor::look_after_strangers() {
    std::erase_if(strangers_, [&](auto const& each) {
        auto const& [job, name] = each;
        if (begun_.contains(job)) return true;
        try {
            if (jobs_.storage().is_locked(jobs_.where(job).lock())) return false;
        } catch (files::io_error const&) { // then it is looked at below, and that tells
        }
        if (auto const v = views_.find(name); v != views_.end()) v->second.look = true;
        return true;
    });
}

bool supervisor::is_idle() const {
    if (!begun_.empty()) return false; // what others run is theirs to wait for
    return std::all_of(views_.begin(), views_.end(), [](auto const& each) { return !each.second.look; });
}

bool supervisor::drain() {
    sd_notify("STOPPING=1");
    signal_wait signals({SIGTERM, SIGINT, SIGCHLD});
    for (auto const& [job, pid] : children_.all()) ::kill(pid, SIGTERM);
    for (auto const& [job, name] : strangers_)
        if (start_of_job(name, job)) // those that a supervisor before us began; not a person's
            if (auto const pid = reader_.holder(job); pid != 0) ::kill(pid, SIGTERM);
    std::erase_if(strangers_, [this](auto const& each) {
        return !start_of_job(each.second, each.first) || reader_.holder(each.first) == 0;
    });
    if (!begun_.empty() || !strangers_.empty())
        tell_(false,
              "stopping: " + std::to_string(begun_.size() + strangers_.size())
                  + " jobs finish what is in flight; they are resumed when muster schedule runs again");
    while (!begun_.empty() || !strangers_.empty()) {
        auto const signal = signals.next(std::chrono::milliseconds(200));
        if (signal == SIGTERM || signal == SIGINT) break;
        reap();
        look_after_strangers();
        sd_notify("WATCHDOG=1");
    }
    return true;
}

} // namespace muster::service
