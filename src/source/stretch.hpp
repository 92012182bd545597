#pragma once
#include "source/position.hpp"

#include <string_view>

namespace muster::source {

/// Where a row stands in its file. A view.
struct stretch {
    position begins;
    position ends; ///< behind its line end: where the next row begins
    /// As it stands there, with its line end; only the last row may have none.
    std::string_view bytes;
};

} // namespace muster::source
