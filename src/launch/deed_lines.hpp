#pragma once
#include "launch/deeds.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::launch {

/// The deeds that two lines of a journal tell of members that are `wanted`: that of their outcomes, joined
/// with that of their intents, if they had any. Times (deed::at) only where the line itself tells them;
/// deed::line_at is left 0. Throws std::invalid_argument where a line is not sound.
std::vector<deed> deeds_of_lines(std::string_view outcome, std::optional<std::string_view> intent,
                                 std::function<bool(std::string const&)> const& wanted);

/// The same for a line of intents alone: what was to be done, without any outcome.
std::vector<deed> open_deeds_of_line(std::string_view intent,
                                     std::function<bool(std::string const&)> const& wanted);

} // namespace muster::launch
