#pragma once
#include "journal/record.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace muster::journal {

/// An intent as its line tells it: all texts are parts of that.
struct plain_intent {
    std::string_view member;
    std::uint64_t page = 0;
    std::string_view change; ///< JSON
    std::string_view before; ///< JSON, an object; empty if the line has none
    std::string_view email;
    std::string_view row;
    bool as_written = true; ///< that JSON is plain (core/plain_json.hpp)
};

/// What an intent's line says that is known to be intact, if it is in the very form in which `encode` writes
/// one, and nothing but its JSON needs escapes. nullopt of any other line, sound or not: then parse it.
std::optional<plain_intent> read_plain_intent(std::string_view line);

/// The record that it is. nullopt: its JSON is for the parser to judge.
std::optional<intent> made_of(plain_intent const& p);
/// The same without its change, what that overwrites, and the address.
intent named_by(plain_intent const& p);

} // namespace muster::journal
