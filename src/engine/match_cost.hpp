#pragma once
#include "spec/spec.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace muster::engine {

/// How rows meet the members that they name, and what either way costs, in requests.
struct match_cost {
    bool walks = false;                    ///< the list is read whole; else they are looked up
    std::optional<std::uint64_t> look_ups; ///< nullopt: the platform cannot, or the rows are not counted
    std::optional<std::uint64_t> walk;     ///< about; nullopt: it is not known how long the list is
};

/// Whether members can be looked up by what the rows of the spec know them by.
bool can_look_up(spec::spec const& spec);

/// What it takes to meet so many rows on a list of so many members, and which way is taken: the one that the
/// spec says, else the cheaper one. nullopt: not known. `page` = members that a page really has, where that
/// is known.
match_cost cost_of_match(spec::spec const& spec, std::optional<std::uint64_t> rows,
                         std::optional<std::uint64_t> listed, std::optional<std::uint64_t> page = {});

/// `by reading the whole list: about 500 requests (looking each up would take 10000)`
std::string in_words(match_cost const& c);

} // namespace muster::engine
