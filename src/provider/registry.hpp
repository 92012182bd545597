#pragma once
#include "provider/provider.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace muster::provider {

/// The platforms that `provider.kind` can name.
std::vector<std::string_view> kinds();

/// The platform of that name, or nullptr.
std::unique_ptr<provider> make(std::string_view kind);

} // namespace muster::provider
