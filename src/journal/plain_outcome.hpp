#pragma once
#include "journal/record.hpp"

#include <optional>
#include <string_view>

namespace muster::journal {

/// What an outcome's line says, if it is intact and in the very form in which `encode` writes one, with no
/// text that needs escapes: half of a journal's lines are such, and this takes a fraction of the time that
/// parsing takes. nullopt of any other line, sound or not: then parse it.
std::optional<member_settled> read_plain_outcome(std::string_view line);
/// The same of a line that is known to be intact.
std::optional<member_settled> read_intact_outcome(std::string_view line);

} // namespace muster::journal
