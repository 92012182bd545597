#pragma once
#include "core/vocabulary.hpp"
#include "provider/memberstack_tables/settings.hpp"

namespace muster::provider::memberstack_tables {

/// What a spec can ask of the records of a table. Which fields they have is the table's own matter: under
/// `data`, any may be set and asked for.
core::vocabulary vocabulary(settings const& s);

} // namespace muster::provider::memberstack_tables
