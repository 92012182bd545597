#include "launch/live_guard.hpp"

#include "core/errors.hpp"

namespace muster::launch {

void check_live(provider::provider const& platform, spec::key_reference const& from, spec::endpoint const& at,
                std::string const& key, bool allowed, std::string_view first) {
    if (allowed || !platform.is_live(key, at.base_url)) return;
    throw core::job_error(
        core::exit_status::refused,
        "the key from " + from.name
            + " works on real members. Nothing was sent. If that is what you want, add --live (or "
              "\"live\": true to the spec); to try it first, "
            + std::string(first) + ".");
}

} // namespace muster::launch
