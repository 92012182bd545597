#pragma once
#include "core/time.hpp"
#include "engine/preview.hpp"
#include "spec/spec.hpp"

#include <optional>
#include <string>

namespace muster::cli {

/// Previews a spec, with this key: reads the list as the choices say, and changes nothing. Ends early after
/// `at_most` of time, with what was seen by then. Throws core::job_error as a run would, and
/// core::job_error(stopped) if a signal (SIGINT, SIGTERM, SIGHUP) ends it.
engine::preview look(spec::spec const& spec, std::string const& key, engine::preview_choices const& choices,
                     std::optional<core::duration> at_most = std::nullopt);

} // namespace muster::cli
