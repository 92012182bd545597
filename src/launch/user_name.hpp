#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace muster::launch {

/// What a user of this machine is called; nullopt if nobody has this number.
std::optional<std::string> user_name(std::uint32_t id);

} // namespace muster::launch
