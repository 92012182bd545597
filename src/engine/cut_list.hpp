#pragma once
#include "journal/state.hpp"

#include <optional>
#include <string>

namespace muster::engine {

/// What is to be said of a list that has ended, and brought fewer members than it says that it has: a proxy
/// or a fault may have cut it. nullopt: it brought as many, but for a hundredth, or ten, who may have joined
/// while it was read; or the platform does not say how many there are.
std::optional<std::string> words_if_cut(journal::state const& job);

} // namespace muster::engine
