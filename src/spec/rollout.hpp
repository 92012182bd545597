#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::spec {

/// A job's members pass in steps, each of which must have come out well before the next begins.
struct rollout {
    /// How many members have passed when it ends, those of the steps before among them.
    struct step {
        std::optional<std::uint64_t> members; ///< nullopt: a part of those who match
        double share = 0;                     ///< which part, above 0 and below 1
    };
    std::vector<step> steps; ///< rising
    double most_failed = 0;  ///< 0..1, which part of all who passed may come out neither done nor already
    bool looks = false;      ///< some of those changed in a step are looked at again
    std::string name;        ///< what a step is called: `the canary`
};

} // namespace muster::spec
