#pragma once
#include "core/node.hpp"
#include "filter/keys.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string_view>

namespace muster::filter {

// Each of these holds what an operator is given against what is known of the field that it stands under. What
// cannot be meant is noted at the node: as a mistake, and then the result is false or nullopt, or as a
// warning.

/// One value of `equals not in notIn`, which must be no array or object.
bool check_equal(core::node const& n, scope const& s);

/// What `lt lte gt gte` compare with; a relative date is made an ISO 8601 one by `now`. `before`: lt or lte.
std::optional<boost::json::value> read_ordered(core::node const& n, bool before, scope const& s,
                                               std::optional<core::wall_time> now);

/// The text of `contains startsWith endsWith`.
void check_part(core::node const& n, std::string_view text, scope const& s);

/// The field that `some every none` stand under.
void check_list(core::node const& n, std::string_view word, scope const& s);

} // namespace muster::filter
