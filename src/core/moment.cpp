#include "core/moment.hpp"

#include <string>

namespace muster::core {

std::optional<duration> parse_offset(std::string_view text) {
    if (text.empty() || (text.front() != '-' && text.front() != '+')) return std::nullopt;
    bool const before = text.front() == '-';
    std::string span(text.substr(1));
    int times = 1;
    if (span.ends_with('w')) {
        span.back() = 'd';
        times = 7;
    }
    if (!span.ends_with('h') && !span.ends_with('d')) return std::nullopt;
    auto const d = parse_duration(span);
    if (!d || *d > std::chrono::days{3650} / times) return std::nullopt;
    return before ? -*d * times : *d * times;
}

} // namespace muster::core
