#include "provider/list_guesses.hpp"

#include "core/time.hpp"
#include "provider/made_at.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace muster::provider {

order order_of(std::span<core::member const> members) {
    std::vector<core::wall_time> made;
    for (auto const& each : members)
        if (auto const at = made_at(each)) made.push_back(*at);
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

bool begin_alike(std::span<core::member const> one, std::span<core::member const> other) {
    return !one.empty() && !other.empty() && one.front().id == other.front().id;
}

finding finding_of(large_page const& p, std::size_t set) {
    using fit = finding::fit;
    std::string const what = "provider.largestPage";
    if (!p.members) {
        bool const refused = p.answer.status >= 400 && p.answer.status < 500;
        return {what, refused ? fit::wrong : fit::open,
                "a page of " + std::to_string(p.asked) + " " + spoken_of(p.answer)};
    }
    auto const count = *p.members;
    auto const of = std::to_string(count) + " of " + std::to_string(p.asked) + " asked for";
    if (count > set) return {what, fit::better, "a page holds " + of, {{"largestPage", count}}};
    if (count == set) return {what, fit::fits, "a page holds " + of};
    if (p.whole_list) return {what, fit::open, "the whole list has " + std::to_string(count) + " members"};
    return {what, fit::fits, "a page is cut to " + of + ", and jobs go by what it holds"};
}

finding finding_of_unknown_id(http::reply const& r, bool as_missing) {
    using fit = finding::fit;
    auto seen = "an id that is nobody's " + spoken_of(r);
    if (as_missing) return {"unknown id", fit::fits, std::move(seen)};
    return {"unknown id", fit::wrong,
            std::move(seen)
                + ", which does not say that there is no such member; who is deleted meanwhile will count as "
                  "failed"};
}

} // namespace muster::provider
