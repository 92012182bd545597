#pragma once
#include "core/errors.hpp"
#include "engine/run.hpp"
#include "fate.hpp"
#include "hand.hpp"
#include "memory_storage.hpp"
#include "model_server.hpp"
#include "model_transport.hpp"
#include "spec/spec.hpp"
#include "virtual_time.hpp"

#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace muster::simulated {

/// How one run of the job ended.
struct run_report {
    bool died = false; ///< killed by fate; nothing below counts then
    bool complete = false;
    std::optional<engine::stop_reason::kind> stopped;
    [[nodiscard]] bool stopped_for(engine::stop_reason::kind k) const { return stopped == k; }
    std::string reason;                     ///< why it stopped early, or the error's words
    std::optional<core::exit_status> error; ///< it threw a job_error with this
    engine::progress end;
    core::duration took{};
    std::vector<bool> steps; ///< file operations and requests, each: whether it can be cut in its middle
};

/// The world around one job: clock, disk, and the network to a platform. The job can be run in it again and
/// again, as a user would: run, crash, resume.
class model_world {
public:
    /// `spec` = its text; `server` must outlive it.
    model_world(model_server& server, std::string const& spec, std::uint64_t seed);

    /// One run: makes the job if there is none yet, or resumes it.
    run_report run(engine::run_choices const& choices = {});
    /// What a power cut leaves. After a run that died and without one, all that it wrote is still there,
    /// synced or not.
    void power_cut(memory_storage::kept what) { disk.power_cut(what, random); }
    /// Calls `what` at that time during a run (counted from its begin).
    void at(core::duration when, std::function<void(engine::run&)> what) {
        events_.emplace_back(when, std::move(what));
    }
    /// Somebody steers the job at that time during a run, as through its socket.
    void steer_at(core::duration when, journal::act what, std::optional<double> rate = std::nullopt) {
        steerings_.emplace_back(when, journal::job_steered{what, "ann (pid 7)", "", "", rate});
    }
    /// The process is killed at that time during a run.
    void kill_at(core::duration when) {
        at(when, [this](engine::run&) { end.die(); });
    }
    /// The machine is suspended at that time during a run, for so long: the clock on the wall goes on
    /// meanwhile, that of processes does not (CLOCK_MONOTONIC, clock_gettime(2)). Requests that have left
    /// arrive before; `lines_break` = their replies never do.
    void suspend_at(core::duration when, core::duration how_long, bool lines_break);
    /// As `muster pause` and `muster continue` do while no process works on the job. Throws
    /// files::io_error.
    void leave_mark(journal::act what);

    /// Whom the job is about, as things stand: who matches on the platform, or its records.
    [[nodiscard]] std::set<std::string> concerned() const;
    /// The outcomes in the journal, by member, in order.
    [[nodiscard]] std::map<std::string, std::vector<journal::member_settled>> outcomes();
    [[nodiscard]] std::vector<journal::record> records();
    [[nodiscard]] std::string journal_text();
    /// Records of members who are there before the job: where a request was in doubt, it cannot tell that it
    /// did not make them.
    std::set<std::string> there_already;
    /// What is wrong after a complete job, by the platform's ledger and the journal; empty if all is well.
    /// `expected` = matching members that were there all the time; `meddled_with` = those that somebody else
    /// removed.
    [[nodiscard]] std::vector<std::string> problems(std::set<std::string> const& expected,
                                                    std::set<std::string> const& meddled_with = {});

    fate end;
    virtual_time time;
    std::mt19937_64 random;
    memory_storage disk{end};
    model_transport::director direct = [](http::request const&) { return treatment(); };
    std::function<bool()> unreachable = [] { return false; };
    std::function<std::string()> store_trouble = [] {
        return std::string();
    }; ///< no slots while there is any
    std::function<core::duration()> disk_latency = [] { return core::duration(); };
    std::vector<std::string> notices;
    std::vector<std::string> unannounced; ///< changes that arrived without a durable intent
    std::vector<std::string> outside;     ///< requests that arrived outside the windows, though they counted
    std::vector<std::pair<core::instant, std::string>> arrivals; ///< requests that reached the platform
    std::uint64_t journal_version = journal::format_version;     ///< of the job that is made
    bool keeps_spec = false; ///< beside its journal: what is made from the job needs it, and no other test
    spec::spec job;
    hand steered{time, job};
    std::vector<std::unique_ptr<pacing::local_quota_store>> quotas; ///< what outlives each run

    /// Where the files of the job are.
    [[nodiscard]] journal::directory const& directory() const { return where_; }

private:
    journal::replayed take_up(bool ignores_windows);

    model_server& server_;
    std::string spec_text_;
    journal::directory where_;
    std::vector<std::pair<core::duration, std::function<void(engine::run&)>>> events_;
    std::vector<std::pair<core::duration, journal::job_steered>> steerings_;
    model_transport* way_ = nullptr; // of the run that goes on
};

/// Under the sanitizers everything takes ten times as long: there a part of the lives has to do, as an
/// optimized build leads them all.
#ifdef __SANITIZE_ADDRESS__
inline constexpr std::uint64_t thinned_out = 80;
#else
inline constexpr std::uint64_t thinned_out = 1;
#endif

/// A random number in [0, 1) from 53 bits of the generator.
inline double uniform01(std::mt19937_64& random) {
    return static_cast<double>(random() >> 11U) * 0x1p-53;
}

} // namespace muster::simulated
