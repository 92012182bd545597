#pragma once
#include "model_world.hpp"
#include "planned_members.hpp"
#include "portrait.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace muster::simulated {

/// What a file names members for: all of them, who are found by a walk of the list.
enum class rows {
    none, ///< there is no file
    cells,
    deeds, ///< what another job did to them
    plan   ///< what is planned for those who match; they are looked up
};

/// A small job whose crash points are tried.
struct scenario {
    std::string operation;
    bool repeatable = true; // the change may be sent again when in doubt
    core::duration disk{};  // how long a write takes; records wait for a slow one at each checkpoint
    std::string provider = "memberstack";
    bool poisoned = false; // there is a member whose changes the platform refuses
    rows of = rows::none;
    std::string more{}; // of the spec, with a comma before it
    /// One crash point of so many is tried, where not all are asked for.
    [[nodiscard]] std::uint64_t stride() const;
};

std::vector<scenario> const& scenarios();

/// Such a job in a world of its own.
struct scene {
    explicit scene(scenario const& s);

    std::unique_ptr<model_server> server;
    std::optional<planned_members> plan; ///< that the job applies
    model_world around;
    std::set<std::string> expected;     ///< whom the job is about
    std::set<std::string> meddled_with; ///< whom somebody else changed between two runs
    portrait before;
};

/// A resume goes on past a canary with unknown outcomes; the first run knows of none.
engine::run_choices resuming(scenario const& s);

/// Makes the last run of a life. What is wrong after it; nothing if all is well.
std::vector<std::string> bring_to_its_end(scenario const& s, scene& in);

} // namespace muster::simulated
