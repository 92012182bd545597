#pragma once
#include "core/node.hpp"

#include <optional>

namespace muster::source {

/// Reads what stands between two cells of CSV: one character of ASCII, not the quote. nullopt, and the
/// mistake noted, for anything else.
std::optional<char> read_delimiter(core::node const& n);

} // namespace muster::source
