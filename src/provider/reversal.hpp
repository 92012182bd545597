#pragma once
#include "core/change.hpp"
#include "core/member.hpp"
#include "provider/provider.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace muster::provider {

/// A field that is neither what a change wrote nor what it overwrote: somebody changed it since.
struct conflict {
    std::string path; ///< `customFields.country`
    boost::json::value before, written, now;
};

/// What takes a change back, for one member as it is now.
struct as_before {}; ///< nothing: it is as it was
struct conflicts {   ///< not without undoing what others did
    std::vector<conflict> all;
};
using reversal = std::variant<core::change, as_before, conflicts>;

/// Why a change cannot be taken back, whatever its member is like: a part of a sentence that goes on from
/// `cannot be undone:`; nullopt if it can. `before` = what it overwrote, as provider::before_image gave it.
std::optional<std::string> objection_to_undo(core::change const& done, boost::json::object const& before);

/// Holds a change that was made, what it overwrote, and the member as it is now against each other, field by
/// field: what is as it was written becomes what it was before, what is as before stays. `force` = what
/// others changed since is overwritten too. Of a creation, `now` is whom it made: it is deleted, without the
/// platform's further options. Only for what objection_to_undo() has nothing against. Pure.
reversal take_back(provider const& platform, core::change const& done, boost::json::object const& before,
                   core::member const& now, bool force);

/// The update that makes what an update overwrites what it was before, all fields of it. `before` = what it
/// overwrites, as provider::before_image gave it.
core::update_fields overwritten_by(provider const& platform, core::update_fields const& update,
                                   boost::json::object const& before);

/// A sentence for people: each field with what it was before, what was written, and what it is.
std::string describe(conflicts const& c);

} // namespace muster::provider
