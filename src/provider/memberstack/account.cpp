#include "provider/memberstack/account.hpp"

#include <utility>

namespace muster::provider::memberstack {

profile account_profile(std::string kind) {
    profile p;
    p.kind = std::move(kind);
    p.base_url = "https://admin.memberstack.com";
    p.key_header = "X-API-KEY";
    p.limits = {{25, std::chrono::seconds(1), limit::scope::address}};
    return p;
}

bool is_live_key(std::string_view key) {
    return !key.starts_with("sk_sb_");
}

std::optional<std::string> find_wrong_key(std::string_view key) {
    // The dashboard shows both kinds side by side (public docs).
    if (key.starts_with("pk_")) return "it is a publishable key; the secret key begins with sk_";
    return std::nullopt;
}

} // namespace muster::provider::memberstack
