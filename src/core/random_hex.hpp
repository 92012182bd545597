#pragma once
#include <cstddef>
#include <string>

namespace muster::core {

/// So many bytes (256 at most) of the system's random source, in lower-case hex: what nobody can guess.
/// Throws std::system_error.
std::string random_hex(std::size_t bytes);

} // namespace muster::core
