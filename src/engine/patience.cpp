#include "engine/patience.hpp"

#include <utility>

namespace muster::engine {

void note_failure(trouble& t, std::string why, core::instant now, pacing::health const& platform) {
    ++t.failures;
    bool const alive = !t.failed_at || platform.alive_since(*t.failed_at);
    if (alive) t.failing_since = now;
    if (alive && !platform.down()) ++t.blamed;
    t.failed_at = now;
    t.last = std::move(why);
}

patience patience_with(trouble const& t, bool doubtful, spec::retry const& limits, core::instant now,
                       pacing::health const& platform) {
    if (t.failures == 0) return patience::left;
    auto const allowed = doubtful ? 2 * limits.attempts : limits.attempts;
    // Only a platform that answers others can tell that these members are the trouble.
    bool const alive = platform.alive_since(*t.failing_since);
    if (t.blamed >= allowed && alive) return patience::out_with_unit;
    if (!alive && now - *t.failing_since > limits.patience) return patience::out_with_platform;
    return patience::left;
}

} // namespace muster::engine
