#include "service/supervisor.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "launch/host_name.hpp"
#include "service/sd_notify.hpp"
#include "service/signal_wait.hpp"
#include "service/start.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

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
constexpr unsigned ticks_between_looks = 2;  // at files, and at jobs that others run
constexpr std::chrono::seconds clock_set{2}; // the wall clock is off by more: somebody set it

wall_time now() {
    return std::chrono::system_clock::now();
}

std::unique_ptr<files::file_lock> take_lock(launch::store& jobs) {
    auto const& where = jobs.state_directory();
    auto const path = where / "schedule.lock";
    boost::json::object const self{{"pid", ::getpid()}, {"host", launch::host_name()}};
    try {
        jobs.storage().make_directories(where);
        if (auto lock = jobs.storage().lock(path, boost::json::serialize(self) + "\n")) return lock;
    } catch (files::io_error const& e) {
        throw core::job_error(exit_status::usage, std::string(e.what()) + ". Nothing was started.");
    }
    auto holder = files::read_file(jobs.storage(), path).value_or("");
    while (holder.ends_with('\n')) holder.pop_back();
    throw core::job_error(exit_status::busy, "another muster schedule looks after " + where.string() + ": "
                                                 + core::printable(holder)
                                                 + " holds its lock. Nothing was started.");
}

std::string describe(children::end const& e) {
    if (!e.status) return "was killed by signal " + std::to_string(e.signal);
    switch (static_cast<exit_status>(*e.status)) {
    case exit_status::ok: return "ended well";
    case exit_status::members_failed: return "is complete, and some members failed";
    case exit_status::stopped: return "stopped early";
    default: return "ended with exit status " + std::to_string(*e.status);
    }
}

} // namespace

supervisor::supervisor(launch::store& jobs, std::vector<std::string> places, choices how, say tell)
    : jobs_(jobs),
      how_(std::move(how)),
      tell_(std::move(tell)),
      lock_(take_lock(jobs)),
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
        notice_clock();
        if (n % ticks_between_looks == 0) {
            if (n > 0) reload(false);
            look_after_strangers();
            late_.look_after();
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
            v.again = now() + std::chrono::seconds(30);
            v.look = false;
            tell_(true,
                  "spec " + core::quoted(name) + " cannot be looked at, and is again in 30 s: " + e.what());
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
    late_.look(spec, late, jobs, seen.why_not);
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
    if (a.what != act::kind::stop) return begin(a, name, path);
    auto const ours = children_.of(a.job);
    auto const pid = ours != 0 ? ours : reader_.holder(a.job);
    // Asked again, it would not finish what is in flight.
    if (pid == 0 || std::exchange(asked_to_stop_[a.job], pid) == pid) return;
    tell_(false, "job " + a.job + " is stopped, as a later start takes its place");
    ::kill(pid, SIGTERM);
}

void supervisor::begin(act const& a, std::string const& name, std::string const& path) {
    bool const fresh = a.what == act::kind::start;
    std::vector<std::string> words = fresh ? std::vector<std::string>{"run", path, "--job-id", a.job}
                                           : std::vector<std::string>{"resume", a.job};
    words.insert(words.end(), {"--quiet", "--state-dir", jobs_.state_directory().string()});
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

void supervisor::note_end(children::end const& e, begun const& b) {
    bool const well = e.status == static_cast<int>(exit_status::ok);
    tell_(!well && e.status != static_cast<int>(exit_status::stopped), "job " + e.job + " " + describe(e));
    auto const is = [&](exit_status s) { return e.status == static_cast<int>(s); };
    auto& tried = tried_[b.name];
    try {
        if (reader_.runs(e.job) > b.runs) {
            tried.erase(e.job);
            if (is(exit_status::refused)) // as the key is, and a person has to see to it
                tried[e.job] = {1, now(), "the platform refuses its key", true};
        } else if (!well) {
            auto& t = tried[e.job];
            t = {t.in_a_row + (is(exit_status::busy) ? 0U : 1U), now(), "its process " + describe(e),
                 is(exit_status::refused)};
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

/// A clock that was set, or stood still while the machine slept, makes other moments the next ones.
void supervisor::notice_clock() {
    auto const offset = now().time_since_epoch() - std::chrono::steady_clock::now().time_since_epoch();
    auto const moved = offset - clock_offset_;
    clock_offset_ = offset;
    if (moved < clock_set && moved > -clock_set) return;
    for (auto& [name, v] : views_) v.look = true;
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
    std::erase_if(strangers_, [](auto const& each) { return !start_of_job(each.second, each.first); });
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
