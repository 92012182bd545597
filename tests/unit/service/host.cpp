#include "host.hpp"

#include "service/start.hpp"
#include "spec/read.hpp"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <stdexcept>
#include <sys/stat.h>

namespace muster::tests {

using core::wall_time;
using service::job_facts;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

constexpr auto name = "nightly";

std::string timetable_of(service::plan const& p) {
    return p.when.when.text() + " " + p.when.where.name();
}

service::plan read_plan(std::string const& text, wall_time now) {
    auto const read = spec::read(text, {}, now);
    if (!read.value) throw std::runtime_error(spec::format("spec", read.mistakes));
    return {read.value->name, read.value->schedule.value(), read.value->windows, now};
}

} // namespace

std::string spec_words::text() const {
    return R"({"name": "nightly", "provider": {"kind": "memberstack", "key": {"env": "K"}},
               "operation": {"addPlan": {"planId": "pln_x"}},
               "schedule": {"timezone": "Europe/Berlin", "cron": ")"
           + cron + R"(", "overlap": ")" + overlap + R"(", "catchUp": ")" + catch_up + R"(", "catchUpFor": ")"
           + catch_up_for + R"(", "jitter": ")" + jitter + R"("})"
           + (windows ? R"(, "window": {"from": "22:00", "to": "05:00", "timezone": "Europe/Berlin"}})"
                      : "}");
}

// Two nights after its beginning, the clocks in Berlin are set back.
host::host(unsigned seed, spec_words words, happenings what)
    : random_(seed),
      words_(std::move(words)),
      what_(what),
      now_(core::parse_iso8601("2026-10-23T11:00").value()) {
    mend(now_);
    begin_supervisor();
}

void host::live() {
    for (auto const end = mono_ + hours(24 * 4); mono_ < end && wrong_.empty();) {
        disturb();
        supervise();
        auto step = core::duration(minutes(pick(1, 20)));
        if (is_up() && again_)
            step = std::clamp<core::duration>(*again_ - now_, std::chrono::seconds(1), step);
        pass(step);
    }
    calm_ = true;
    if (file_ != spec_file::good) mend(now_);
    if (!is_up()) begin_supervisor();
    for (auto& [id, j] : jobs_) j.paused = false;
    auto const calm_from = now_;
    for (auto const latest = now_ + hours(24 * 20);
         now_ < latest && wrong_.empty() && !is_settled(calm_from);) {
        supervise();
        pass(minutes(5));
    }
    for (auto const& id : owed_.due_up_to(calm_from)) note("lost: " + id);
    for (auto const& [id, j] : jobs_)
        if (j.facts.began <= calm_from && !j.passed_over && is_under_way(facts_of(j)))
            note("left half done: " + id);
}

bool host::is_settled(wall_time since) const {
    return owed_.due_up_to(since).empty() && std::none_of(jobs_.begin(), jobs_.end(), [&](auto const& each) {
               auto const& j = each.second;
               return j.facts.began <= since && !j.passed_over && is_under_way(facts_of(j));
           });
}

void host::note(std::string const& what) {
    constexpr std::size_t most = 10;
    if (wrong_.size() < most) wrong_.push_back(core::to_iso8601(now_) + ": " + what);
}

bool host::is_open() const {
    return !plan_.windows.any() || plan_.windows.open_at(now_);
}

// Time.

void host::pass(core::duration span) {
    while (span > core::duration()) {
        auto const d = std::min<core::duration>(span, minutes(1));
        tick(d);
        span -= d;
    }
}

void host::tick(core::duration d) {
    mono_ += d;
    move_clock(d);
    for (auto& [id, j] : jobs_) {
        if (j.facts.how != state::running) continue;
        work(j);
        j.left -= j.paused || j.facts.how != state::running ? core::duration() : d;
    }
}

/// Without a tick: the machine slept for so long, or somebody set the clock.
void host::move_clock(core::duration d) {
    auto const from = now_;
    now_ += std::chrono::duration_cast<wall_time::duration>(d);
    if (now_ < from)
        owed_.clock_set_back(now_);
    else
        owed_.clock_goes(from, now_, [this] { return any_under_way(); });
}

void host::work(job& j) {
    if (!is_open())
        end_run(j, state::window, now_);
    else if (!calm_ && chance(j.paused ? 200 : 60))
        kill(j);
    else if (j.left <= core::duration())
        end_run(j, state::over, now_);
}

void host::end_run(job& j, state how, wall_time ended) {
    j.facts.how = how;
    j.facts.ended = ended;
    if (watched_.erase(j.facts.id) > 0) look_ = true;
}

/// Nobody knows when it ended, but when it began. One that was paused had nothing to get further with.
void host::kill(job& j) {
    if (!j.paused) j.failures = chance(4) ? j.failures + 1 : 0;
    end_run(j, state::broken, j.run_began);
}

// What happens.

void host::disturb() {
    if (is_up() && chance(60))
        end_supervisor(chance(2));
    else if (!is_up() && chance(8))
        begin_supervisor();
    if (chance(300)) { // the machine loses its power
        if (is_up()) end_supervisor(false);
        for (auto& [id, j] : jobs_)
            if (j.facts.how == state::running) kill(j);
    }
    if (chance(200)) move_clock(minutes(pick(1, 600))); // it sleeps
    if (what_.clock_is_set && chance(200)) move_clock(minutes(pick(0, 360) - 120));
    if (what_.edits && file_ != spec_file::good && chance(12))
        mend(chance(4) ? written_at_ : now_);
    else if (what_.edits && chance(80))
        edit();
    if (what_.people) meddle();
}

void host::end_supervisor(bool drains) {
    for (auto& [id, j] : jobs_)
        if (drains && j.facts.how == state::running && j.facts.start) end_run(j, state::broken, now_);
    specs_.reset();
    tried_.clear();
}

void host::begin_supervisor() {
    specs_.emplace(std::vector<std::string>{dir_.path.string()}, [](bool, std::string const&) {});
    look_ = true;
    again_.reset();
    watched_.clear();
    open_.clear();
    clock_offset_ = now_.time_since_epoch() - mono_.time_since_epoch();
    known_.clear();
    if (file_ == spec_file::good) {
        known_ = timetable_of(plan_);
        plan_.since = std::min(now_, written_at_);
        owed_.take(plan_);
    }
    reload();
}

void host::edit() {
    constexpr std::array<char const*, 3> lines{"0 * * * *", "*/15 * * * *", "30 1,13 * * *"};
    constexpr std::array<char const*, 3> overlaps{"skip", "queue", "replace"};
    constexpr std::array<char const*, 3> catch_ups{"none", "last", "all"};
    auto const third = [this] { return static_cast<std::size_t>(pick(0, 2)); };
    switch (pick(0, 5)) {
    case 0: words_.cron = lines.at(third()); return mend(now_);
    case 1: words_.overlap = overlaps.at(third()); return mend(now_);
    case 2: words_.catch_up = catch_ups.at(third()); return mend(now_);
    case 3:
        write("{", now_);
        file_ = spec_file::bad;
        return;
    case 4:
        std::filesystem::remove(dir_.path / "spec.json");
        file_ = spec_file::absent;
        known_.clear();
        owed_.forget();
        return;
    default:
        if (!is_up()) return;
        all_anew_ = true; // a SIGHUP
        tried_.clear();
    }
}

void host::write(std::string const& text, wall_time as_of) {
    auto const path = dir_.path / "spec.json";
    spill(path, text);
    auto const t = as_of.time_since_epoch();
    auto const s = std::chrono::floor<std::chrono::seconds>(t);
    ::timespec const stamp{s.count(), (t - s).count()};
    ::timespec const both[] = {stamp, stamp};
    BOOST_REQUIRE(::utimensat(AT_FDCWD, path.c_str(), both, 0) == 0);
}

/// `as_of` = before now: a file that was there before is put back.
void host::mend(wall_time as_of) {
    as_of -= std::chrono::nanoseconds(++writes_); // no two versions look the same from outside
    write(words_.text(), as_of);
    file_ = spec_file::good;
    auto const before = plan_.since;
    plan_ = read_plan(words_.text(), now_);
    bool const same = is_up() && known_ == timetable_of(plan_);
    plan_.since = std::min(same ? std::min(before, as_of) : as_of, now_);
    written_at_ = as_of;
    if (is_up()) known_ = timetable_of(plan_);
    if (!same) owed_.forget(); // it was of another timetable
    owed_.take(plan_);
}

/// What people do.
void host::meddle() {
    for (auto& [id, j] : jobs_)
        if (j.facts.how != state::over) meddle_with(j);
    if (!chance(150) || !is_open()) return;
    auto const id = service::scheduled_job_id(name, now_) + "-1a2b";
    jobs_[id] = {
        {id, std::nullopt, state::running, now_, now_, 0, ""}, minutes(pick(1, 60)), now_, 0, false, false};
}

void host::meddle_with(job& j) {
    if (j.paused && chance(30))
        j.paused = false;
    else if (!j.paused && chance(40))
        j.paused = true;
    else if (j.facts.how == state::running && chance(150))
        end_run(j, state::over, now_);
}

} // namespace muster::tests
