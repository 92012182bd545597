#pragma once
#include <string>
#include <string_view>

namespace muster::core {

/// The first 16 hex digits of SHA-256 over the value: tells two keys apart without giving either away.
std::string fingerprint(std::string_view value);

/// SHA-256 in lower-case hex.
std::string sha256(std::string_view bytes);

} // namespace muster::core
