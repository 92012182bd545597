#pragma once
#include <functional>
#include <string>

namespace muster::service {

/// Where the supervisor says something, in one sentence for people; `warning` = somebody should look at it.
using say = std::function<void(bool warning, std::string const& text)>;

} // namespace muster::service
