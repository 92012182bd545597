#pragma once
#include "core/member.hpp"
#include "core/path.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace muster::engine {

/// A field that a spec asks for and no member has had so far.
struct missing_field {
    std::string name;                   ///< dotted path
    std::optional<std::string> nearest; ///< the field that members do have, if one has nearly that name
};

/// Which of the fields that a spec reads members really have: a misspelt one is had by nobody. Pure;
/// memory does not grow with the number of members.
class field_census {
public:
    /// `fields` = dotted paths (filter::filter::fields()).
    explicit field_census(std::vector<std::string> const& fields);

    void look_at(core::member const& m);
    /// In the order in which they were given.
    [[nodiscard]] std::vector<missing_field> missing() const;

private:
    void note_names(boost::json::object const& o, std::string const& above, unsigned depth);

    std::vector<core::path> missing_;
    std::uint64_t looked_at_ = 0;
    std::set<std::string> names_; // dotted paths that the first members have, to tell the nearest from
};

} // namespace muster::engine
