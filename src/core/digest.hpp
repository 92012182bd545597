#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace muster::core {

/// The first 16 hex digits of SHA-256 over the value: tells two keys apart without giving either away.
std::string fingerprint(std::string_view value);

/// SHA-256 in lower-case hex.
std::string sha256(std::string_view bytes);

/// HMAC-SHA256: its 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view bytes);

/// Base64 of RFC 4648, padded, on one line.
std::string to_base64(std::string_view bytes);
/// The inverse; nullopt for anything else.
std::optional<std::string> from_base64(std::string_view text);

} // namespace muster::core
