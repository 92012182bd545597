#pragma once
#include "engine/exporter.hpp"
#include "engine/feed.hpp"
#include "engine/forecast.hpp"
#include "engine/gate.hpp"
#include "engine/permission.hpp"
#include "engine/progress.hpp"
#include "engine/reader.hpp"
#include "engine/run_result.hpp"

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::engine {

/// What the user says of one run.
struct run_choices {
    std::optional<std::uint64_t> limit;   ///< change at most so many members
    bool past_canary = false;             ///< go on, whatever became of the spec's canary
    std::optional<std::uint64_t> at_most; ///< stop if more members of the job match
    bool ignore_windows = false;          ///< send also outside the spec's windows
    std::string sink_address{};           ///< of the database server that an export goes to; a secret
    bool waits = false; ///< for the next window, or for a quota, however long; else the run ends
};

/// One run of a job: the pipeline from the source to the journal. One thread.
class run {
public:
    /// `found` = the journal as it is on disk, whose lock the caller holds.
    run(surroundings with, spec::spec const& spec, journal::directory const& where, journal::replayed found,
        run_choices const& choices);
    ~run();
    run(run const&) = delete;
    run& operator=(run const&) = delete;

    /// Runs until the list is done or the job is stopped. Throws core::job_error when it cannot go on; what
    /// was done is in the journal then, all the same. `opening` = the first record of this run.
    boost::asio::awaitable<run_result> execute(journal::run_started opening);
    /// Asks it to stop: nothing new is begun, what is in flight is waited for, but not longer than 10 s.
    void request_stop(std::string words, stop_reason::kind why = stop_reason::kind::asked);
    /// Pauses it, lets it go on, sets its rate, or asks it to stop, at once, and notes it in the journal; the
    /// time is put in here. Returns when that is on stable storage; false if the run is ending, and nothing
    /// was done. Throws core::job_error if the journal cannot be written any more.
    boost::asio::awaitable<bool> steer(journal::job_steered how);

    [[nodiscard]] progress snapshot();
    /// When the job will be done at this run's pace; nullopt where that cannot be told yet.
    [[nodiscard]] std::optional<engine::forecast> forecast();
    /// The quotas that its requests count in.
    [[nodiscard]] std::vector<pacing::quota_use> quota_uses() { return caller_.quotas().uses(); }
    [[nodiscard]] engine::recorder const& recorder() const { return recorder_; }

private:
    /// Runs them side by side; the first error stops the run, and is given once all have ended.
    boost::asio::awaitable<std::exception_ptr> run_beside(std::vector<boost::asio::awaitable<void>> tasks);
    boost::asio::awaitable<void> pipeline();
    boost::asio::awaitable<void> work(unit_queue& queue);
    boost::asio::awaitable<void> write_checkpoints();
    boost::asio::awaitable<void> limit_stopping();
    void window_closed();
    void window_over();
    void lock_changed(bool holds);
    void warn_if_list_was_cut();
    void quota_used_up_for_long(quota_used_up const& u);
    boost::asio::awaitable<void> close(journal::run_ended ending);
    [[nodiscard]] bool complete() const;
    [[nodiscard]] std::optional<double> part() const;
    [[nodiscard]] std::optional<journal::work_left> left();

    surroundings with_;
    spec::spec const& spec_;
    journal::directory where_;
    stopping stop_;          // feed nothing more
    async::stop background_; // the pipeline has ended: the tasks beside it end too
    engine::recorder recorder_;
    outcomes outcomes_;
    bool waits_;
    std::optional<core::wall_time> told_quota_until_; // when the quota that is waited for has room
    bool told_too_short_ = false;                     // of the window that comes next
    engine::gate gate_;
    caller caller_;
    permission permission_;
    examiner examiner_;
    std::unique_ptr<feed> source_;
    reader reader_;
    std::unique_ptr<sink::sink> sink_; // of an export
    std::optional<exporter> exporter_;
    async::event stop_asked_;
    bool ending_ = false;               // the last record is about to be written
    std::optional<double> part_before_; // of the job that was done when this run began
};

} // namespace muster::engine
