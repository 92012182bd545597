#include "engine/met_members.hpp"

#include "journal/replay.hpp"

namespace muster::engine {

met_members::met_members(std::deque<std::string> oldest_first) : order_(std::move(oldest_first)) {
    for (auto const& id : order_) ids_.insert(id);
}

bool met_members::meet(std::string_view id) {
    if (ids_.contains(id)) return true;
    order_.emplace_back(id);
    ids_.insert(order_.back());
    if (order_.size() > journal::recent_members) {
        ids_.erase(order_.front());
        order_.pop_front();
    }
    return false;
}

} // namespace muster::engine
