#pragma once
#include "provider/profile.hpp"

#include <optional>
#include <string>
#include <string_view>

/// What the APIs of Memberstack's have in common that one key opens: members, and Data Tables.
namespace muster::provider::memberstack {

/// Address, header of the key, and the limit, which is one for both (public docs).
profile account_profile(std::string kind);

/// Whether a key works on real data. Sandbox keys begin sk_sb_; live ones sk_live_, and newer ones sk_ alone
/// (SDK README). What looks like neither is taken for live: the careful reading. The address is the same for
/// both.
bool is_live_key(std::string_view key);

/// What is wrong with a key's form (provider::objection_to_key).
std::optional<std::string> find_wrong_key(std::string_view key);

} // namespace muster::provider::memberstack
