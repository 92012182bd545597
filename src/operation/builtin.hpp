#pragma once
#include "operation/registry.hpp"

/// The kinds that come with muster. Each is defined in the file of its name and listed in registry.cpp.
namespace muster::operation {

kind add_plan_kind();
kind remove_plan_kind();
kind update_kind();
kind delete_kind();
kind create_kind(); // records.cpp
kind upsert_kind(); // records.cpp
kind request_kind();

/// Reads an upsert for a platform that has none of its own (upserts_by_look): whoever is there gets what an
/// update can set, else a member is made. Mistakes are noted; nullptr after some.
std::unique_ptr<operation> read_upsert_by_look(core::node const& n, core::vocabulary const& vocabulary);

} // namespace muster::operation
