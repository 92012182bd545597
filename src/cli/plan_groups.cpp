#include "cli/plan_groups.hpp"

#include "cli/columns.hpp"

#include <algorithm>

namespace muster::cli {

namespace {

// Where each member has a value of its own, none of the ways says anything: those beyond are only counted.
constexpr std::size_t most_ways_kept = 1000;
constexpr std::size_t most_ways_shown = 10;

std::string way_text(change_step const& s) {
    return s.from.empty() ? s.to : s.from + " -> " + s.to;
}

std::string of_members(std::uint64_t members) {
    return std::to_string(members) + (members == 1 ? " member" : " members");
}

} // namespace

void plan_groups::add(std::vector<change_step> const& steps) {
    for (auto const& step : steps) {
        auto& field = fields_[step.field.empty() ? "request" : step.field];
        ++field.members;
        auto text = way_text(step);
        auto const known = field.ways.find(text);
        if (known != field.ways.end())
            ++known->second;
        else if (field.ways.size() < most_ways_kept)
            field.ways.emplace(std::move(text), 1);
    }
}

std::vector<plan_groups::field> plan_groups::commonest(std::size_t most_ways) const {
    std::vector<field> all;
    for (auto const& [name, tally] : fields_) {
        field f{name, tally.members, {}, tally.members};
        for (auto const& [text, members] : tally.ways) f.ways.push_back({text, members});
        std::ranges::stable_sort(f.ways, std::ranges::greater(), &way::members);
        // Where each member gets a value of its own, one is enough to show it.
        auto const shown = f.ways.front().members == 1 ? std::size_t{1} : most_ways;
        if (f.ways.size() > shown) f.ways.resize(shown);
        for (auto const& each : f.ways) f.others -= each.members;
        all.push_back(std::move(f));
    }
    std::ranges::stable_sort(all, std::ranges::greater(), &field::members);
    return all;
}

std::string groups_text(plan_groups const& groups) {
    std::string out;
    for (auto const& f : groups.commonest(most_ways_shown)) {
        if (f.ways.size() == 1 && f.others == 0) {
            out += f.name + ": " + f.ways.front().text + "  " + of_members(f.members) + '\n';
            continue;
        }
        out += f.name + "  " + of_members(f.members) + '\n';
        std::size_t width = 0;
        for (auto const& w : f.ways) width = std::max(width, display_width(w.text));
        for (auto const& w : f.ways)
            out += "  " + padded(w.text, width) + "  " + std::to_string(w.members) + '\n';
        if (f.others > 0) out += "  other values  " + std::to_string(f.others) + '\n';
    }
    return out;
}

} // namespace muster::cli
