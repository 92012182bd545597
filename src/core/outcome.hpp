#pragma once
#include <optional>
#include <string_view>

namespace muster::core {

/// What became of one member. Every member that matched gets exactly one.
enum class outcome {
    done,    ///< the change took effect
    already, ///< it was that way before; nothing was sent, or the platform said so
    gone,    ///< the member no longer exists
    failed,  ///< the platform refused it, or all attempts failed
    unknown, ///< sent, and neither a reply nor a read-back could tell; never sent again
};

/// How many outcomes there are, for tables indexed by outcome.
inline constexpr int outcome_kinds = 5;

/// The word for an outcome in journal, CLI and docs.
std::string_view to_string(outcome o);

/// The inverse of to_string; nullopt for any other word.
std::optional<outcome> parse_outcome(std::string_view word);

} // namespace muster::core
