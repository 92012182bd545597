#pragma once
#include "async/event.hpp"
#include "async/stop.hpp"
#include "engine/surroundings.hpp"
#include "pacing/rate.hpp"
#include "pacing/slowest.hpp"
#include "spec/spec.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <string>

namespace muster::engine {

/// Whether requests may be sent: not outside the spec's windows, not so late in one that the reply might come
/// after its end, not while the job is paused, and not when its lock might be another's before the reply
/// comes. Windows go by the wall clock, which is looked at afresh
/// each time: a machine may sleep, and a clock may be set. One thread.
class gate {
public:
    /// `ignore_windows`: as if the spec had none. References must outlive it.
    gate(surroundings const& with, spec::spec const& spec, bool ignore_windows);

    /// Whether it goes by no windows: the spec has none, or they are ignored.
    [[nodiscard]] bool ignores_windows() const { return ignoring_; }
    /// Whether a request may be sent now.
    [[nodiscard]] bool open();
    /// Suspends until that may have changed, or wake() is called.
    boost::asio::awaitable<void> wait() { co_await changed_.wait(); }
    void wake() { changed_.notify_all(); }
    /// How often it has opened after it was closed: what was known of the platform before is stale then.
    [[nodiscard]] std::uint64_t openings() const { return openings_; }

    /// For how long it has been open so far.
    [[nodiscard]] core::duration open_for() const;

    /// How fast requests may be sent now: as somebody asked for while the run goes on, or else as the window
    /// says, or else as the spec's pace says.
    [[nodiscard]] pacing::rate_limit limit();
    /// nullopt: as the spec says.
    void set_rate(std::optional<double> per_second) { asked_rate_ = per_second; }

    /// Nothing is sent until go_on().
    void pause();
    void go_on();
    [[nodiscard]] bool paused() const { return paused_; }
    /// Whether the lock on the job might end before a request does.
    [[nodiscard]] bool lock_too_short() const { return !lock_outlasts(longest_behind_lock()); }

    /// Notes how long a connection took to be made, or a request to be answered.
    void took(core::duration d);
    /// Whether no window is open, or the one that is would not outlast a request.
    [[nodiscard]] bool window_closed();
    /// When the window that is open now closes, or the next one opens.
    [[nodiscard]] std::optional<core::wall_time> closes_at() const { return closes_; }
    [[nodiscard]] std::optional<core::wall_time> opens_at() const { return opens_; }
    /// When the window after the one that is open opens, or the next one if none is.
    [[nodiscard]] std::optional<core::wall_time> opens_next() const;
    /// What is to be said, behind when it opens, if that one is too short for requests that are as slow as
    /// the slowest of late; else nothing.
    [[nodiscard]] std::string if_next_is_too_short() const;

    /// Sees to it that time passes: opens and closes, calls `on_closed` each time a window closes, breaks off
    /// at its very end what is still under way, and calls `on_over`, if there is one, behind that. Returns
    /// when `until` is requested, at once if there are no windows.
    boost::asio::awaitable<void> watch(async::stop& until, std::function<void()> on_closed,
                                       std::function<void()> on_over = {});

    /// The same for the lock on the job, if that is held no longer than it says: calls `on_change` when it
    /// becomes too short for a request (false), and when it is long enough again, and breaks off what is
    /// under way at its end. Throws core::job_error(busy) once another process has it: `job` is for its
    /// words.
    boost::asio::awaitable<void> watch_lock(async::stop& until, std::string const& job,
                                            std::function<void(bool)> on_change);

private:
    [[nodiscard]] bool lock_outlasts(core::duration span) const;
    [[nodiscard]] core::duration longest_behind_lock() const;
    void judge();
    void look_up(core::wall_time now);
    [[nodiscard]] core::duration margin() const;

    surroundings const& with_;
    spec::spec const& spec_;
    bool ignoring_;
    bool paused_ = false;
    std::optional<double> asked_rate_;
    pacing::slowest requests_;

    // What was looked up last; it holds for a while, and between the edges only.
    bool inside_ = true;
    std::optional<core::wall_time> closes_; // while inside
    std::optional<core::wall_time> opens_;  // while outside
    std::optional<double> window_rate_;
    core::instant looked_up_at_{};
    std::optional<core::wall_time> holds_from_;

    bool was_open_ = true;
    std::uint64_t openings_ = 0;
    core::duration open_before_{}; // for so long until it was last closed
    core::instant opened_at_{};    // if it was open when it was last looked at
    async::event changed_;
};

} // namespace muster::engine
