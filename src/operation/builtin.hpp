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

} // namespace muster::operation
