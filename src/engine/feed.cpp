#include "engine/feed.hpp"

#include <algorithm>

namespace muster::engine {

std::size_t most_on_sheet(spec::spec const& spec) {
    auto const& about = spec.platform->about();
    return std::max({spec.pace.page_size, provider::members_per_request(about, core::create_member()),
                     provider::members_per_request(about, core::upsert_member())});
}

} // namespace muster::engine
