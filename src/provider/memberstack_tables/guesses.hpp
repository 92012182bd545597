#pragma once
#include "provider/inquiry.hpp"
#include "provider/memberstack_tables/settings.hpp"

namespace muster::provider::memberstack_tables {

/// Looks at what the documents leave open of a table: the order of its list, what its cursor is and whether
/// it is heeded, whether the field by which records are told apart is of the type for it, and how it is said
/// that there is no such record. Up to five requests.
inquiry inquire(settings const& s, std::span<http::reply const> so_far);

} // namespace muster::provider::memberstack_tables
