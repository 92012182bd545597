#pragma once
#include "engine/progress.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace muster::cli {

/// How much of the job is done, 0..1: members settled, of those that will match if the rest of the list is
/// like what was seen of it. nullopt where the platform tells no total.
std::optional<double> part_done(engine::progress const& p);

/// One line of progress, at most `width` columns: what does not fit is left out, the least wanted first, and
/// nothing is cut. What stays longest is the time left, or why none can be told. `rate` = requests per second
/// of late; `left` = the time that the rest will take, if that can be told; `bar` = begin with a bar, or with
/// percents where it has no room.
std::string progress_line(engine::progress const& p, double rate, std::optional<core::duration> left,
                          std::size_t width, bool bar);

} // namespace muster::cli
