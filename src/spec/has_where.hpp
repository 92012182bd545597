#pragma once
#include "spec/spec.hpp"

namespace muster::spec {

/// Whether a spec leaves anybody out.
inline bool has_where(spec const& s) {
    auto const* const where = s.document.if_contains("where");
    return where != nullptr && where->is_object() && !where->get_object().empty();
}

} // namespace muster::spec
