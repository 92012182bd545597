#pragma once
#include "engine/forecast.hpp"
#include "engine/progress.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace muster::cli {

/// One line of progress, at most `width` columns: what does not fit is left out, the least wanted first, and
/// nothing is cut. What stays longest is when it will be done, or why that cannot be told. `rate` = requests
/// per second of late; `ahead` = the forecast, if there is one; `bar` = begin with a bar, or with percents
/// where it has no room.
std::string progress_line(engine::progress const& p, double rate,
                          std::optional<engine::forecast> const& ahead, std::size_t width, bool bar);

} // namespace muster::cli
