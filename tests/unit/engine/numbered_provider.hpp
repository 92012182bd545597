#pragma once

namespace muster::simulated {

/// A platform whose pages go by numbers, so that they shift when members are deleted: Memberstack, with a
/// list at `/numbered?page=N&limit=L`, of which an empty page is the end. "numbered" can be named by specs
/// once this was called; calling it again does nothing.
void add_numbered_provider();

} // namespace muster::simulated
