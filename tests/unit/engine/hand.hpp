#pragma once
#include "engine/run.hpp"
#include "fate.hpp"
#include "virtual_time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::simulated {

/// A person's hand on a job: it steers its runs as service/control does, and watches whether they heed it.
class hand {
public:
    /// Both must outlive it.
    hand(virtual_time const& time, spec::spec const& job) : time_(time), job_(job) {}

    /// A run begins. `paused` = by the job's journal; `ignores_windows` = so does the run.
    void begin_run(bool paused, bool ignores_windows);
    /// Steers the run, and waits until it says that this is on the disk; `dead` = whether its process is, so
    /// that nobody hears of it.
    boost::asio::awaitable<void> steer(engine::run& work, journal::job_steered how, fate const& end);
    /// A pause was lifted, or the job marked as paused, while no run was there.
    void marked(bool paused) { known_paused_ = paused; }
    /// Whether the job is paused, so far as anybody was told.
    [[nodiscard]] bool paused() const { return known_paused_.value_or(false); }

    /// A request leaves.
    void see_request(std::string const& what);
    /// What was sent although the job was paused, or faster than the rate in force; marks that got lost.
    std::vector<std::string> unheeded;

private:
    [[nodiscard]] double rate_in_force() const;
    void apply(journal::job_steered const& how);

    virtual_time const& time_;
    spec::spec const& job_;
    std::optional<bool> known_paused_ = false; // as somebody was told; nullopt: it died before it told
    // Of this run:
    bool ignores_windows_ = false;
    bool paused_ = false;
    std::optional<double> asked_rate_;
    std::optional<core::instant> sent_at_; // the latest request
    double rate_then_ = 0;
};

} // namespace muster::simulated
