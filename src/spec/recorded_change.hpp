#pragma once
#include "core/member.hpp"
#include "operation/operation.hpp"

#include <string>
#include <variant>

namespace muster::spec {

/// A change that was made, or planned, as a row tells it: `{"change": ..., "before": ...}`.
struct recorded_change {
    core::change change;
    boost::json::object before; ///< what it overwrote, or was to overwrite
    std::string known_by;       ///< of a creation (`ref`): by what whoever was made was to be known
};

/// What the row beside a member tells; impossible (`no-deed`) if it tells of no change.
std::variant<recorded_change, operation::impossible> recorded_in(core::member const& m);

/// Whether it tells of a change of that kind.
template <class Change>
bool tells_of(core::member const& row) {
    auto const read = recorded_in(row);
    auto const* const d = std::get_if<recorded_change>(&read);
    return d != nullptr && std::holds_alternative<Change>(d->change);
}

} // namespace muster::spec
