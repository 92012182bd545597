#pragma once
#include "async/stop.hpp"
#include "core/time.hpp"

#include <optional>
#include <string>
#include <utility>

namespace muster::engine {

/// Why a run ends before its job is complete.
struct stop_reason {
    enum class kind {
        asked,    ///< somebody asked for it
        signal,   ///< a signal did: Ctrl-C, a service manager, a machine that goes down
        limit,    ///< the limit of the run is reached
        failures, ///< more failed than the spec's `stopAfter` allows
        canary,   ///< the first members did not all come out well
        surplus,  ///< more members match than was expected
        window,   ///< the window closed
        quota     ///< the platform's quota is used up for longer than is waited
    };
    kind what;
    std::string words;                      ///< for people
    std::optional<core::wall_time> until{}; ///< before which no further run gets anywhere
};

/// Ends a run early, and knows why. One thread.
class stopping {
public:
    /// Asks the run to stop: nothing new is begun, what is in flight is finished. The first to ask is the
    /// reason.
    void ask(stop_reason why) {
        if (signal_.requested()) return;
        reason_ = std::move(why);
        signal_.request();
    }
    /// Nothing new will be begun for this reason, unless somebody asks for a stop meanwhile; what was begun
    /// goes on.
    void note(stop_reason why) {
        if (!reason_) reason_ = std::move(why);
    }

    [[nodiscard]] bool requested() const { return signal_.requested(); }
    /// nullopt: nothing ended the run early, but perhaps an error.
    [[nodiscard]] std::optional<stop_reason> const& reason() const { return reason_; }
    /// For those who have to wake up for it; an error requests it without a reason.
    [[nodiscard]] async::stop& signal() { return signal_; }

private:
    async::stop signal_;
    std::optional<stop_reason> reason_;
};

} // namespace muster::engine
