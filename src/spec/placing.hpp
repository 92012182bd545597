#pragma once
#include "core/node.hpp"
#include "spec/locations.hpp"
#include "spec/read.hpp"

#include <vector>

namespace muster::spec {

/// Appends what was found, each with its line and column.
void place(core::problems const& found, locations const& where, findings& into);

/// Sorts by place, drops what is said twice, and hides what must not be shown: the words come from the text
/// in part.
void tidy(std::vector<diagnostic>& all);

} // namespace muster::spec
