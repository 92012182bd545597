#pragma once
#include "core/member.hpp"
#include "provider/inquiry.hpp"

#include <span>

namespace muster::provider {

/// Which way a list goes.
enum class order { oldest_first, newest_first, other, unknown };

/// The order of these members of a list, by their `createdAt`.
order order_of(std::span<core::member const> members);

/// What it means; jobs hold with any.
finding finding_of(order o);

} // namespace muster::provider
