#pragma once
#include "provider/inquiry.hpp"
#include "provider/memberpulse/settings.hpp"

namespace muster::provider::memberpulse {

/// Looks at what the reference document leaves open of lists: their shape, ids, total and order, the most
/// records of a page, whether `page` and the filters are heeded, and how it is said that there is no such
/// record. Up to eight requests.
inquiry inquire(settings const& s, std::span<http::reply const> so_far);

} // namespace muster::provider::memberpulse
