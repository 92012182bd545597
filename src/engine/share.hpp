#pragma once
#include "spec/spec.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace muster::engine {

/// Why a job is refused of which so many members match, of so many that are listed: more than the part that
/// the spec expects at most. As a sentence without a full stop; nullopt: they are not too many.
std::optional<std::string> objection_to_share(spec::spec const& spec, std::uint64_t matched,
                                              std::uint64_t listed);

} // namespace muster::engine
