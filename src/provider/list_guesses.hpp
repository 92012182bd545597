#pragma once
#include "core/member.hpp"
#include "provider/inquiry.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace muster::provider {

/// Which way a list goes.
enum class order { oldest_first, newest_first, other, unknown };

/// The order of these members of a list, by their `createdAt`.
order order_of(std::span<core::member const> members);

/// What it means; jobs hold with any.
finding finding_of(order o);

/// Whether two pages begin with the same member; not where one of them is empty.
bool begin_alike(std::span<core::member const> one, std::span<core::member const> other);

/// A page for which more members were asked for than it may hold.
struct large_page {
    http::reply const& answer;
    std::size_t asked = 0;
    std::optional<std::size_t> members; ///< that it holds; nullopt: it is no page
    bool whole_list = false;            ///< nothing follows it
};

/// What it says of the most that a page holds, `set` being what provider.largestPage is.
finding finding_of(large_page const& p, std::size_t set);

/// What the reply to a request for an id that is nobody's says; `as_missing`: it is read as "there is none".
finding finding_of_unknown_id(http::reply const& r, bool as_missing);

} // namespace muster::provider
