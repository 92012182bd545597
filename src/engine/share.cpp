#include "engine/share.hpp"

#include "core/printable.hpp"
#include "source/key_list.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace muster::engine {

namespace {

std::string percent(double share) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g %%", share * 100);
    return text;
}

/// The smallest part of two decimals that allows `share`.
std::string allowing(double share) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", std::min(1.0, std::ceil(share * 100) / 100));
    return text;
}

} // namespace

std::optional<std::string> objection_to_share(spec::spec const& spec, std::uint64_t matched,
                                              std::uint64_t listed) {
    if (!spec.max_share || listed == 0) return std::nullopt;
    auto const share = static_cast<double>(matched) / static_cast<double>(listed);
    if (share <= *spec.max_share) return std::nullopt;
    std::string question = "Is the where right?";
    if (!spec.key_lists.empty())
        question = "Is " + core::printable(spec.key_lists.front()->from().file)
                   + (spec.key_lists.size() > 1 ? ", and each other file that the where asks," : "")
                   + " whole?";
    return std::to_string(matched) + " of " + std::to_string(listed) + " listed members match ("
           + percent(share) + "), and at most " + percent(*spec.max_share) + " may. " + question
           + R"( If so many are meant, let the spec say so: "expect": {"matched": {"maxShare": )"
           + allowing(share) + "}}";
}

} // namespace muster::engine
