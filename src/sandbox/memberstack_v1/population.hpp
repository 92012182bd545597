#pragma once
#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace muster::sandbox::memberstack_v1 {

/// Which members a sandbox begins with: the same two numbers always give the same members.
struct population {
    std::uint64_t size = 1000;
    std::uint64_t seed = 1;
};

/// The id of member number `index` (from 0): 24 hexadecimal digits.
std::string member_id(std::uint64_t seed, std::uint64_t index);

/// One member, as it is shown and as it is not.
struct made_member {
    boost::json::object shown;  ///< in one of the two forms of the documents: `id` and `membership`, or `_id`
                                ///< and `memberships`
    boost::json::object hidden; ///< `customFields`, `memberPage`: kept, and in no reply
};

/// Member number `index` (below `people.size`). About 30 % live in Germany (metaData.country), 40 % are of
/// test mode, a third are of the form with `_id`; about one in ten has odd data (src/sandbox/README.md).
made_member make_member(population const& people, std::uint64_t index);

/// A member's subscription to a plan that is active.
boost::json::object membership(std::string_view plan_id, bool paid, bool test_mode);

/// A plan of the website.
struct plan {
    std::string id;
    bool paid = false;
};

/// The plans that members of a population have: two free ones, and a paid one.
std::vector<plan> const& population_plans();

} // namespace muster::sandbox::memberstack_v1
