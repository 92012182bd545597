#pragma once
#include "spec/spec.hpp"

#include <string>
#include <string_view>

namespace muster::spec {

/// Fetches the key that a spec refers to and registers it for redaction (core::register_secret). A variable
/// is still set for this process afterwards, but /proc/PID/environ does not show it any more. Throws
/// core::job_error(exit_status::refused), naming the reference and never the value: variable unset or empty,
/// file missing or readable by group or others, no credentials directory, a value with characters that no
/// HTTP header may hold, a key that the platform objects to.
std::string resolve(key_reference const& ref, provider::provider const& platform);

/// The same for a secret of another kind, `what` it is in messages: any text on one line that a header may
/// hold.
std::string resolve_secret(key_reference const& ref, std::string_view what);

/// `env NAME`, `file PATH` or `credential NAME`, for messages.
std::string describe(key_reference const& ref);

} // namespace muster::spec
