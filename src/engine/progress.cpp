#include "engine/progress.hpp"

#include <algorithm>

namespace muster::engine {

progress progress_of(journal::state const& s) {
    progress p;
    p.seen = s.seen();
    p.matched = s.matched();
    p.list_total = s.list_total();
    p.totals = s.totals();
    return p;
}

std::optional<double> part_done(progress const& p) {
    if (!p.list_total || *p.list_total == 0) return std::nullopt;
    double const read = std::min(1.0, static_cast<double>(p.seen) / static_cast<double>(*p.list_total));
    if (p.matched == 0) return read;
    return read * std::min(1.0, static_cast<double>(p.totals.settled()) / static_cast<double>(p.matched));
}

} // namespace muster::engine
