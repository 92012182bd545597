#pragma once
#include "core/change.hpp"
#include "core/field_choice.hpp"
#include "core/member.hpp"
#include "spec/spec.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::engine {

/// What looking at one member gives: nothing, an outcome at once, a change, or a row of an export.
struct proposal {
    enum class kind {
        not_matching,
        needs_nothing, ///< the change is in effect already
        impossible,    ///< the change cannot be worked out, or the platform would not take it
        change,
        row ///< it is exported as `exported`
    };
    std::string_view member; ///< its id; a view, as the member's own
    std::string_view email;  ///< empty where the platform sent none
    std::string_view row;    ///< journal::intent::row
    kind what = kind::not_matching;
    std::string code;    ///< why impossible, kebab-case
    std::string message; ///< why impossible, for people
    core::change change; ///< what is to happen
    /// Of a creation by an upsert (spec::upserts_by_look): what would have happened to whoever is there.
    std::optional<core::change> if_there;
    boost::json::object before; ///< what the change would overwrite
    sink::projection exported;  ///< its row in an export; into the member's own memory
    /// With a change: the cells of the row that the member was looked at with; nullptr if there was none. In
    /// the member's own memory.
    boost::json::value const* beside = nullptr;
};

/// What of a member's document look_at() reads at once and, of whom it matches, later; nullopt = all of each.
std::optional<core::field_choice> fields_looked_at(spec::spec const& spec);

/// Holds a member against the spec: filter, operation, and whether the change is in effect already. `kept` =
/// what its document was kept of, as fields_looked_at() tells; nullptr = all. Pure.
proposal look_at(core::member const& shown, spec::spec const& spec, core::field_choice const* kept = nullptr);
/// The same into an empty proposal: of a page there are many, and they are large.
void look_at(core::member const& shown, spec::spec const& spec, core::field_choice const* kept,
             proposal& into);

} // namespace muster::engine
