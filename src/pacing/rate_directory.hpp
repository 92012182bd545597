#pragma once
#include "core/time.hpp"

#include <filesystem>
#include <string_view>

namespace muster::pacing {

/// The directory for shared states: `$MUSTER_RUNTIME_DIR`, else `/tmp/muster-<uid>`; created if it is not
/// there (but not its parents). Throws core::job_error if it is not a directory of ours that nobody else may
/// enter: another user could have put it there to make us write elsewhere.
std::filesystem::path shared_rate_directory();

/// The file in that directory for the platform at `host_and_port`, e.g. `admin.memberstack.com:443`.
std::filesystem::path shared_rate_file(std::string_view host_and_port);

/// The file in it for what is used of a quota over such a window: of the key with this fingerprint, or, where
/// that is empty, of the address.
std::filesystem::path shared_quota_file(std::string_view host_and_port, core::duration window,
                                        std::string_view key_fingerprint);

} // namespace muster::pacing
