#pragma once
#include "provider/webhooks.hpp"

namespace muster::provider::memberpulse {

/// The calls for the account's webhooks. The reference document ("Webhooks") shows how one is added, and two
/// events. What it leaves open is taken as elsewhere in the API: `GET /webhooks` lists them by pages, in any
/// of the shapes that lists have; `DELETE /webhooks/{id}` removes one; a webhook holds `id`, `url`, `events`,
/// perhaps `active` or `enabled`, and, when it was just added, perhaps `secret`.
webhook_calls const& account_webhooks();

} // namespace muster::provider::memberpulse
