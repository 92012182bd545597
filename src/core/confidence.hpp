#pragma once
#include <cstdint>

namespace muster::core {

/// Of many of whom so many were looked at, taken by chance, and so many of these (`bad`) were found to be
/// otherwise than they should: the share (0..1) of all that is otherwise at most, with a confidence of 95 %
/// (the one-sided bound of Clopper and Pearson). 1 where nobody was looked at.
double share_at_most(std::uint64_t bad, std::uint64_t looked_at);

} // namespace muster::core
