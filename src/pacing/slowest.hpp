#pragma once
#include "core/time.hpp"

#include <optional>

namespace muster::pacing {

/// The longest that a request took of late: in the last one to two minutes.
class slowest {
public:
    /// Notes one that ended at `now`, having taken so long; `now` never goes back.
    void sample(core::instant now, core::duration took);
    /// nullopt: none ended of late.
    [[nodiscard]] std::optional<core::duration> of_late(core::instant now) const;

private:
    core::instant minute_began_{};
    std::optional<core::duration> this_minute_;
    std::optional<core::duration> minute_before_;
};

} // namespace muster::pacing
