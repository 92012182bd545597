#pragma once
#include "core/node.hpp"
#include "core/vocabulary.hpp"
#include "filter/filter.hpp"
#include "operation/operation.hpp"
#include "provider/provider.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace muster::spec {

/// The operation of a job that applies a plan: its rows are what was planned, each `{"id", "change",
/// "before"}`, and `row` where a row of a file was the reason. No spec that people write has a use for it.
///
/// A member's change is made if looking at the member now, with the plan's own `where` and operation, gives
/// just that change, over just what it was to overwrite. If the change is in effect already, nothing is to be
/// done. Else the member is stale: it fails with that code, or, as `replan` says, gets what looking at it now
/// gives; but whoever the `where` does not match any more fails.
///
/// `{"plan": DIGEST, "operation": {the plan's}, "replan": BOOL, "mostStale": N}`
bool is_planned_operation(boost::json::value const& operation);

/// The code of members that are not as they were when they were planned.
inline constexpr std::string_view stale_code = "stale";

struct planned_operation {
    std::unique_ptr<operation::operation> does; ///< nullptr where there are mistakes
    bool deletes = false;                       ///< the plan's operation deletes members
    /// The run stops once more members than that are stale; nullopt = any number may be.
    std::optional<std::uint64_t> most_stale;
};

/// Reads the `operation` of a spec that is one; mistakes are noted. `where` = the plan's, which is held
/// against what a member is, with the plan's row beside it. The platform must outlive it.
planned_operation read_planned_operation(core::node const& operation, filter::filter where,
                                         provider::provider const& platform);

} // namespace muster::spec
