#include "engine/unit.hpp"

#include <iterator>

namespace muster::engine {

unit split_off(unit& whole) {
    auto const middle = whole.members.begin() + static_cast<std::ptrdiff_t>((whole.members.size() + 1) / 2);
    unit half;
    std::move(middle, whole.members.end(), std::back_inserter(half.members));
    whole.members.erase(middle, whole.members.end());
    half.forbidden_whole = whole.forbidden_whole;
    half.looked_up_at_once = whole.looked_up_at_once;
    whole.trouble = trouble();
    return half;
}

core::outcome when_missing(pending_member const& m) {
    using core::outcome;
    if (!std::holds_alternative<core::delete_member>(m.task.what)) return outcome::gone;
    return m.was_doubtful ? outcome::done : outcome::already;
}

} // namespace muster::engine
