#pragma once
#include "core/node.hpp"
#include "core/shape.hpp"

namespace muster::spec {

/// Warns of each `{{field}}` in the texts of an operation that no member's document can have. A text that is
/// no template is left to the operation.
void note_unknown_fields(core::node const& operation, core::shape const& document);

} // namespace muster::spec
