#include "engine/allowance.hpp"

#include <algorithm>
#include <exception>

namespace muster::engine {

void allowance::give_back(std::uint64_t n) {
    if (n == 0) return;
    quotas_.note_kept(0, n);
    kept_ -= n;
    try {
        quotas_.restore(slots_, n);
    } catch (std::exception const&) { // they count as used, then; whoever takes the next one says why
    }
}

std::optional<quotas::slots> allowance::take() {
    if (kept_ > 0) {
        give_back(1); // it counts from when it is sent
        return quotas_.take();
    }
    auto const n = std::min(expected_, quotas_.most());
    auto taken = quotas_.take(n);
    if (!taken) return taken;
    slots_ = *taken;
    kept_ = n - 1;
    quotas_.note_kept(kept_, 0);
    return taken;
}

} // namespace muster::engine
