#pragma once
#include "core/change.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace muster::cli {

/// What a change does to one field of a member. All of it is redacted and printable.
struct change_step {
    std::string field; ///< a dotted path, `plan pln_a`, or `the member`; empty: it is a request
    std::string from;  ///< JSON; empty where nothing is told of what is there
    std::string to;    ///< JSON, or a word

    /// `customFields.country: "DE" -> "Germany"`.
    [[nodiscard]] std::string text() const;
};

/// A change as it may be shown: without a password that a record holds.
core::change shown_change(core::change c);

/// What a change does to a member, a step for each field; `before` = what it overwrites. Values are cut after
/// `longest` columns.
std::vector<change_step> change_steps(core::change const& c, boost::json::object const& before,
                                      std::size_t longest = 60);

} // namespace muster::cli
