#pragma once
#include "core/time.hpp"

#include <optional>
#include <string_view>

namespace muster::core {

/// Reads a relative date: `-30d`, `+7d`, `-12h`, `-4w`, that is, so long before or after now; a sign, a whole
/// number, and hours, days or weeks, ten years at most. Minutes and less are left out on purpose: `-3m` would
/// be three minutes to one reader and three months to the next. Anything else: nullopt.
std::optional<duration> parse_offset(std::string_view text);

} // namespace muster::core
