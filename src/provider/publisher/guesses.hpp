#pragma once
#include "provider/inquiry.hpp"
#include "provider/publisher/settings.hpp"

namespace muster::provider::publisher {

/// Looks at what the platform's document leaves open of its list and look-up: where the members stand in a
/// reply, how ids begin, the most members of a page, whether `offset` is heeded, whether the list can be
/// filtered by id and by ref, and how it is said that there is no such member. Up to seven requests, all of
/// them to the calls `list` and `get`.
inquiry inquire(settings const& s, std::span<http::reply const> so_far);

} // namespace muster::provider::publisher
