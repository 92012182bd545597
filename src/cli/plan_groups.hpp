#pragma once
#include "cli/change_steps.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace muster::cli {

/// What a plan changes, put together: for each field how many members, and from which value to which.
class plan_groups {
public:
    /// A way in which a field changes.
    struct way {
        std::string text; ///< `"DE" -> "Germany"`, `no -> yes`
        std::uint64_t members = 0;
    };
    struct field {
        std::string name; ///< a change_step's
        std::uint64_t members = 0;
        std::vector<way> ways;    ///< the commonest first
        std::uint64_t others = 0; ///< members whose ways are none of these
    };

    /// The steps of one member.
    void add(std::vector<change_step> const& steps);
    /// The fields by how many members they concern, each with at most so many ways (>= 1); with one, where
    /// no two members have the same.
    [[nodiscard]] std::vector<field> commonest(std::size_t most_ways) const;

private:
    struct tally {
        std::uint64_t members = 0;
        std::map<std::string, std::uint64_t> ways; // at most so many that memory stays small
    };
    std::map<std::string, tally> fields_;
};

/// A line for each field, and for each of its ways where there are several.
std::string groups_text(plan_groups const& groups);

} // namespace muster::cli
