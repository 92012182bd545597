#pragma once
#include "engine/stopping.hpp"

#include <optional>

namespace muster::engine {

/// How a run ended.
struct run_result {
    bool complete = false;
    std::optional<stop_reason> stopped; ///< why it ended early
    /// Of an export that is complete: which rows of members that are gone were left as they are, and why.
    std::optional<std::string> withheld{};
    /// Of an export that is complete: how many of these were marked as deleted, for people; if any was.
    std::optional<std::string> removed{};
    [[nodiscard]] bool stopped_for(stop_reason::kind k) const { return stopped && stopped->what == k; }
};

} // namespace muster::engine
