#pragma once
#include "core/node.hpp"
#include "core/shape.hpp"
#include "spec/spec.hpp"

namespace muster::spec {

/// Whether an operation makes members, of records or of rows.
bool makes_members(core::node const& operation);

/// Reads `source` into a spec whose platform is known, if it is. Mistakes are noted.
void read_source(core::node const& n, spec& result);

/// Notes where the source of a spec, its operation and its platform do not go together, and settles what the
/// key of its rows is to the platform. Platform, source, `where` and operation must have been read.
void check_source(core::node const& root, spec& s);

/// What a platform's documents hold with the rows of the spec laid into them; of members that are made,
/// nothing but the row.
core::shape shape_with_rows(core::shape const& member, spec const& s);

} // namespace muster::spec
