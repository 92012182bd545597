#include "service/signature.hpp"

#include "core/digest.hpp"

namespace muster::service {

std::optional<std::string> read_webhook_secret(std::string_view text) {
    constexpr std::string_view prefix = "whsec_";
    if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
    auto bytes = core::from_base64(text);
    if (!bytes || bytes->empty()) return std::nullopt;
    return bytes;
}

std::string webhook_signature(std::string const& secret, std::string const& id, std::int64_t timestamp,
                              std::string const& body) {
    return "v1,"
           + core::to_base64(core::hmac_sha256(secret, id + '.' + std::to_string(timestamp) + '.' + body));
}

} // namespace muster::service
