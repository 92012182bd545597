#pragma once
#include "core/time.hpp"

namespace muster::service {

/// Notices that the clock on the wall was set, or that it stood still while the machine slept.
class clock_watch {
public:
    /// Whether it went otherwise than the monotonic one, by more than two seconds, since this was asked last;
    /// true the first time.
    bool was_set() {
        auto const offset = std::chrono::system_clock::now().time_since_epoch()
                            - std::chrono::steady_clock::now().time_since_epoch();
        auto const moved = offset - offset_;
        offset_ = offset;
        return moved >= by || moved <= -by;
    }

private:
    static constexpr std::chrono::seconds by{2};
    core::duration offset_{};
};

} // namespace muster::service
