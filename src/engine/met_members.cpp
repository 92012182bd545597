#include "engine/met_members.hpp"

#include "journal/replay.hpp"

#include <bit>
#include <functional>

namespace muster::engine {

namespace {
constexpr std::uint32_t nobody = 0; // else an index into the ring, plus 1
constexpr std::size_t table_size = std::bit_ceil(2 * journal::recent_members);
} // namespace

met_members::met_members(std::deque<std::string> const& oldest_first)
    : ring_(journal::recent_members),
      places_(table_size, nobody) {
    for (auto const& id : oldest_first) meet(id);
}

bool met_members::meet(std::string_view id) {
    auto const hash = std::hash<std::string_view>()(id);
    for (auto place = hash % places_.size(); places_[place] != nobody; place = behind(place)) {
        auto const& k = ring_[places_[place] - 1];
        if (k.hash == hash && k.id == id) return true;
    }
    forget(oldest_);
    auto& k = ring_[oldest_];
    k.hash = hash;
    k.id = id;
    auto place = home_of(k);
    while (places_[place] != nobody) place = behind(place);
    places_[place] = static_cast<std::uint32_t>(oldest_ + 1);
    oldest_ = (oldest_ + 1) % ring_.size();
    return false;
}

/// Takes it out of the table, and moves up whoever stands behind it only because it was in the way.
void met_members::forget(std::size_t index) {
    if (ring_[index].id.empty()) return;
    auto gap = home_of(ring_[index]);
    while (places_[gap] != index + 1) gap = behind(gap);
    for (auto place = behind(gap); places_[place] != nobody; place = behind(place)) {
        auto const home = home_of(ring_[places_[place] - 1]);
        auto const size = places_.size();
        if ((place - home) % size < (place - gap) % size) continue; // its home lies behind the gap
        places_[gap] = places_[place];
        gap = place;
    }
    places_[gap] = nobody;
}

} // namespace muster::engine
