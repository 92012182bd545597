#include "launch/same_failure.hpp"

#include "launch/deeds.hpp"

namespace muster::launch {

namespace {
// One member may be at fault itself.
constexpr std::uint64_t fewest = 2;
// That the platform was in trouble says nothing of the spec (engine/course).
constexpr std::string_view of_trouble = "attempts-exhausted";
} // namespace

std::optional<std::string> same_failure_of_all(files::storage& storage, journal::directory const& where,
                                               journal::state const& folded) {
    using core::outcome;
    auto const& t = folded.totals();
    bool const none_well = t.of(outcome::done) == 0 && t.of(outcome::unknown) == 0;
    if (!none_well || t.of(outcome::failed) < fewest) return std::nullopt;
    std::optional<std::string> code;
    bool same = true;
    auto const failed = [](journal::member_settled const& s) { return s.outcome == outcome::failed; };
    for_each_deed(storage, where, failed, [&](deed const& d) {
        if (!code) code = d.settled.code;
        same = *code == d.settled.code;
        return same;
    });
    if (!code || !same || *code == of_trouble) return std::nullopt;
    return code;
}

} // namespace muster::launch
