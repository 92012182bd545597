#pragma once
#include "core/node.hpp"
#include "spec/spec.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string_view>

namespace muster::spec {

/// The keys of a spec, in the order in which the schema lists them.
inline constexpr std::string_view spec_keys[] = {
    "$schema",   "name",   "description", "live",     "parameters", "provider", "source", "where",
    "operation", "export", "pace",        "retry",    "stopAfter",  "expect",   "canary", "rollout",
    "verify",    "limit",  "window",      "schedule", "notify",     "asOf"};

/// The key under which a job's own spec keeps when it was read: what relative dates counted from.
inline constexpr std::string_view as_of = "asOf";

/// What a job may be called.
inline constexpr std::string_view name_pattern = "^[a-z0-9][a-z0-9-]{0,62}$";

/// Reads a block `pace`; what it does not say, or all of it where there is none, is the platform's, if that
/// is known. Mistakes are noted at their places.
pace read_pace(std::optional<core::node> const& n, provider::provider const* platform);

/// Reads a spec whose parameters are filled in. All mistakes and warnings are noted in `found`; if there is a
/// mistake, the result is not to be used. `now`: for relative dates.
spec read_document(boost::json::object const& document, std::optional<core::wall_time> now,
                   core::problems& found);

} // namespace muster::spec
