#include "core/outcome.hpp"

#include <array>

namespace muster::core {
namespace {

constexpr std::array<std::string_view, outcome_kinds> words{"done", "already", "gone", "failed", "unknown"};

} // namespace

std::string_view to_string(outcome o) {
    return words.at(static_cast<std::size_t>(o));
}

std::optional<outcome> parse_outcome(std::string_view word) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == word) return static_cast<outcome>(i);
    }
    return std::nullopt;
}

} // namespace muster::core
