#include "provider/order.hpp"

#include "core/time.hpp"
#include "provider/documents.hpp"

#include <algorithm>
#include <vector>

namespace muster::provider {

order order_of(std::span<core::member const> members) {
    std::vector<core::wall_time> made;
    for (auto const& each : members) {
        auto const* const text = documents::at_or_null(*each.document, "createdAt").if_string();
        if (auto const at = text != nullptr ? core::parse_iso8601(*text) : std::nullopt) made.push_back(*at);
    }
    if (made.empty() || made.front() == made.back()) return order::unknown;
    if (std::is_sorted(made.begin(), made.end())) return order::oldest_first;
    return std::is_sorted(made.rbegin(), made.rend()) ? order::newest_first : order::other;
}

finding finding_of(order o) {
    using fit = finding::fit;
    switch (o) {
    case order::oldest_first: return {"order", fit::fits, "the oldest come first"};
    case order::newest_first:
        return {"order", fit::fits,
                "the newest come first: who joins while it is read moves the others on, and none is missed"};
    case order::other:
        return {"order", fit::fits,
                "not by age: who joins while it is read may come to stand on a page that was read already"};
    case order::unknown: break;
    }
    return {"order", fit::open, "too few members show when they were made"};
}

} // namespace muster::provider
