#pragma once
#include "provider/inquiry.hpp"
#include "provider/memberstack_v1/settings.hpp"

namespace muster::provider::memberstack_v1 {

/// Looks at what the reference document leaves open of lists and members: the number of the first page, the
/// most members of a page, the forms of a member, their order, whether custom fields are shown, and how it is
/// said that there is no such member. Up to seven requests.
inquiry inquire(settings const& s, std::span<http::reply const> so_far);

} // namespace muster::provider::memberstack_v1
