#pragma once
#include "provider/registry.hpp"

/// The platforms that come with muster. Each has a folder of its name, and a line in registry.cpp.
namespace muster::provider {

kind memberstack_kind();
kind memberstack_v1_kind();
kind memberstack_tables_kind();
kind memberpulse_kind();
kind publisher_kind();

} // namespace muster::provider
