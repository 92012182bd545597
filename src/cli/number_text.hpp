#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::cli {

/// The bounds of a number on the command line, both allowed.
struct number_range {
    std::uint64_t least;
    std::uint64_t most;
};

/// What is wrong with `text` as a whole number within the range, as people write one: digits only, without
/// zeros before it. Goes on from the option's name: `must be a whole number from 1 to 512, not "0x10"`.
/// nullopt = nothing.
std::optional<std::string> mistake_in_whole_number(std::string_view text, number_range within);

/// The same for a number that may have a point in it: `2.5`; not `.5`, `1e3`, `inf`.
std::optional<std::string> mistake_in_decimal_number(std::string_view text, number_range within);

} // namespace muster::cli
