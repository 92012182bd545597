#include "sandbox/faults.hpp"

#include "sandbox/random.hpp"

#include <utility>

namespace muster::sandbox {
namespace {

bool fits(fault_rule const& rule, std::string_view method, std::string_view path, bool lists) {
    if (spoils_page(rule.what.kind)) return lists;
    return (rule.method.empty() || rule.method == method)
           && (rule.path.empty() || path_fits(rule.path, path));
}

} // namespace

bool spoils_page(fault_kind kind) {
    switch (kind) {
    case fault_kind::shrink_page:
    case fault_kind::stuck_cursor:
    case fault_kind::rewind_cursor:
    case fault_kind::repeat_member:
    case fault_kind::no_id:
    case fault_kind::drift_total: return true;
    default: return false;
    }
}

bool path_fits(std::string_view pattern, std::string_view path) {
    auto next_segment = [](std::string_view& rest) {
        auto const slash = rest.find('/');
        auto const segment = rest.substr(0, slash);
        rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
        return std::pair(segment, slash != std::string_view::npos);
    };
    for (;;) {
        auto const [wanted, more_wanted] = next_segment(pattern);
        auto const [given, more_given] = next_segment(path);
        if (wanted == "*" ? given.empty() : wanted != given) return false;
        if (more_wanted != more_given) return false;
        if (!more_wanted) return true;
    }
}

fault_plan::fault_plan(std::uint64_t seed, std::vector<fault_rule> rules) : seed_(seed) {
    for (auto& r : rules) rules_.push_back(state{std::move(r)});
}

bool fault_plan::strikes(state& s, std::uint64_t salt) const {
    auto const& r = s.rule;
    if (s.seen <= r.after || s.seen > r.until || s.struck >= r.times) return false;
    if ((s.seen - r.after) % r.every != 0) return false;
    return fraction(mix(seed_ + salt, s.seen)) < r.probability;
}

std::optional<fault> fault_plan::next(std::string_view method, std::string_view path, bool lists) {
    std::optional<fault> met;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        auto& s = rules_[i];
        if (!fits(s.rule, method, path, lists)) continue;
        ++s.seen;
        if (met || !strikes(s, i)) continue;
        ++s.struck;
        met = s.rule.what;
    }
    return met;
}

} // namespace muster::sandbox
