#include "engine/cut_list.hpp"

#include <algorithm>

namespace muster::engine {

std::optional<std::string> words_if_cut(journal::state const& job) {
    constexpr std::uint64_t few = 10, part = 100;
    auto const total = job.list_total();
    if (!job.list_ended() || !total) return std::nullopt;
    if (job.seen() + std::max(few, *total / part) >= *total) return std::nullopt;
    return "the list says that it has " + std::to_string(*total) + " members, and ended behind "
           + std::to_string(job.seen()) + " of them";
}

} // namespace muster::engine
