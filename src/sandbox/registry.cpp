#include "sandbox/registry.hpp"

#include "sandbox/memberpulse/platform.hpp"
#include "sandbox/memberstack/platform.hpp"
#include "sandbox/memberstack_tables/platform.hpp"
#include "sandbox/memberstack_v1/platform.hpp"
#include "sandbox/publisher/platform.hpp"

#include <algorithm>
#include <memory>

namespace muster::sandbox {

namespace {

platform_maker make_memberstack(beginning const& b) {
    auto plans = memberstack::population_plans();
    for (auto const& id : b.plans) {
        auto const same = [&](memberstack::plan const& p) { return p.id == id; };
        if (std::none_of(plans.begin(), plans.end(), same)) plans.push_back(memberstack::plan{id});
    }
    memberstack::population const people{b.members, b.seed};
    return [people, plans](ledger& effects) {
        return std::make_unique<memberstack::platform>(people, plans, effects);
    };
}

platform_maker make_memberstack_v1(beginning const& b) {
    auto plans = memberstack_v1::population_plans();
    for (auto const& id : b.plans) plans.push_back(memberstack_v1::plan{id});
    memberstack_v1::population const people{b.members, b.seed};
    auto const cap = std::max<std::size_t>(1, b.cap); // pages without members would end every list
    return [people, plans, cap](ledger& effects) {
        return std::make_unique<memberstack_v1::platform>(people, plans, cap, effects);
    };
}

platform_maker make_memberpulse(beginning const& b) {
    memberpulse::population const people{b.members, b.seed, b.ids == "number"};
    memberpulse::custom const open{memberpulse::shape_of(b.shape), b.cap};
    return [people, open](ledger& effects) {
        return std::make_unique<memberpulse::platform>(people, open, effects);
    };
}

platform_maker make_memberstack_tables(beginning const& b) {
    memberstack_tables::population const records{b.members, b.seed};
    return [records, most = b.cap](ledger& effects) {
        return std::make_unique<memberstack_tables::platform>(records, most, effects);
    };
}

platform_maker make_publisher(beginning const& b) {
    publisher::population const people{b.members, b.seed};
    publisher::manners const how{b.ignores_offset, b.largest_body};
    return [people, how](ledger& effects) {
        return std::make_unique<publisher::platform>(people, how, effects);
    };
}

} // namespace

std::vector<kind> const& kinds() {
    // Publisher and Memberstack 1.0 document no limit; MemberPulse's is by the hour.
    static std::vector<kind> const all{{"memberstack", 25, make_memberstack},
                                       {"memberstack-v1", 10, make_memberstack_v1},
                                       {"publisher", 10, make_publisher},
                                       {"memberpulse", 0, make_memberpulse},
                                       {"memberstack-tables", 25, make_memberstack_tables}};
    return all;
}

kind const* find_kind(std::string_view name) {
    auto const& all = kinds();
    auto const found = std::find_if(all.begin(), all.end(), [&](kind const& k) { return k.name == name; });
    return found == all.end() ? nullptr : &*found;
}

} // namespace muster::sandbox
