#pragma once
#include "async/worker_thread.hpp"
#include "engine/caller.hpp"
#include "engine/canary.hpp"
#include "engine/outcomes.hpp"
#include "engine/reader.hpp"
#include "engine/recorder.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace muster::engine {

/// What a job needs of the world. References must outlive the job.
struct surroundings {
    boost::asio::any_io_executor executor; ///< of a loop that one thread runs
    http::transport& transport;
    pacing::rate_store& rates;
    async::blocking_runner& blocking;
    async::timekeeper& time;
    files::storage& storage;
    observer& watcher;
    std::function<double()> uniform01; ///< random numbers in [0, 1)
};

/// How far a job is, for a display.
struct progress {
    std::uint64_t seen = 0;
    std::uint64_t matched = 0;
    std::optional<std::uint64_t> list_total;
    journal::counts totals;
    traffic wire;
    std::size_t in_flight = 0;
    double allowed_rate = 0;                 ///< requests/s; 0 = no limit
    std::optional<core::instant> held_until; ///< a throttle holds everyone until then
    bool platform_down = false;
};

/// What the user says of one run.
struct run_choices {
    std::optional<std::uint64_t> limit; ///< at most so many matching members
    bool past_canary = false;           ///< go on, whatever became of the spec's canary
};

/// How a run ended.
struct run_result {
    bool complete = false;
    bool limit_reached = false; ///< stopped because of the limit of this run
    bool canary_failed = false; ///< stopped because of what became of the first members
    std::string reason;         ///< why it stopped early
};

/// One run of a job: the pipeline from the member list to the journal. One thread.
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
    void request_stop(std::string reason);

    [[nodiscard]] progress snapshot();
    [[nodiscard]] engine::recorder const& recorder() const { return recorder_; }

private:
    boost::asio::awaitable<void> pipeline();
    boost::asio::awaitable<void> work(async::bounded_queue<unit>& queue);
    boost::asio::awaitable<void> write_checkpoints();
    boost::asio::awaitable<void> limit_stopping();
    boost::asio::awaitable<void> close(journal::run_ended ending);
    [[nodiscard]] bool complete() const;

    surroundings with_;
    spec::spec const& spec_;
    async::stop stopping_;   // feed nothing more
    async::stop background_; // the pipeline has ended: the tasks beside it end too
    std::string stop_reason_;
    engine::recorder recorder_;
    outcomes outcomes_;
    caller caller_;
    page_walk walk_;
    canary canary_;
    reader reader_;
    async::event stop_asked_;
};

} // namespace muster::engine
