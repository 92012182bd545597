#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::service {

/// The bytes that a Standard Webhooks secret (`whsec_` and base64, or base64 alone) stands for; nullopt if it
/// is none.
std::optional<std::string> read_webhook_secret(std::string_view text);

/// The value of `webhook-signature` for a message, as Standard Webhooks 1.0.0 has it: `v1,` and the base64 of
/// HMAC-SHA256 over `id.timestamp.body`. `timestamp` = seconds since 1970, as in `webhook-timestamp`.
std::string webhook_signature(std::string const& secret, std::string const& id, std::int64_t timestamp,
                              std::string const& body);

} // namespace muster::service
