#pragma once
#include "spec/spec.hpp"

namespace muster::spec {

/// Whether a spec leaves anybody out by its `where`. That of a plan that is applied is the plan's, which did
/// so.
inline bool has_where(spec const& s) {
    if (s.applies_plan) return false;
    auto const* const where = s.document.if_contains("where");
    return where != nullptr && where->is_object() && !where->get_object().empty();
}

} // namespace muster::spec
