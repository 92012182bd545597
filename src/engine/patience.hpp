#pragma once
#include "engine/unit.hpp"
#include "pacing/health.hpp"
#include "spec/spec.hpp"

#include <string>

namespace muster::engine {

/// Counts a failure that may pass. Failures in a row, with no reply to anybody between them, are the
/// platform's trouble and count once.
void note_failure(trouble& t, std::string why, core::instant now, pacing::health const& platform);

/// Whether to try once more.
enum class patience {
    left,
    out_with_unit,    ///< it failed too often, while the platform answered others
    out_with_platform ///< it has answered nobody for too long
};

/// The patience that is left after what has failed. A unit that is `doubtful` has as many tries again, for
/// reading its members back.
patience patience_with(trouble const& t, bool doubtful, spec::retry const& limits, core::instant now,
                       pacing::health const& platform);

} // namespace muster::engine
