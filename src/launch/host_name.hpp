#pragma once
#include <string>

namespace muster::launch {

/// The name of this host, as its journals and locks tell it.
std::string host_name();

} // namespace muster::launch
