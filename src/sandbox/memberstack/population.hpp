#pragma once
#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace muster::sandbox::memberstack {

/// Which members a sandbox begins with: the same two numbers always give the same members.
struct population {
    std::uint64_t size = 1000;
    std::uint64_t seed = 1;
};

/// The id of member number `index` (from 0): `mem_sb_` and 25 letters and digits, as the platform's own look.
std::string member_id(std::uint64_t seed, std::uint64_t index);

/// Where that member stands in the list: the platform's numeric cursor. Grows with the index, with gaps.
std::uint64_t list_position(std::uint64_t seed, std::uint64_t index);

/// The whole document of member number `index` (below `people.size`), `json` included where the member has
/// one. About 30 % live in Germany; about one in ten has odd data (src/sandbox/README.md lists it).
boost::json::object make_member(population const& people, std::uint64_t index);

/// One of a member's plans. `paid`: a subscription, which the Admin API can neither give nor take.
boost::json::object plan_connection(std::string_view connection_id, std::string_view plan_id, bool paid);

/// A plan of the application.
struct plan {
    std::string id;
    bool paid = false;
};

/// The plans that members of a population may have: `pln_free`, `pln_gold`, and the paid `pln_pro`.
std::vector<plan> const& population_plans();

} // namespace muster::sandbox::memberstack
