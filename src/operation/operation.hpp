#pragma once
#include "core/change.hpp"
#include "core/member.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace muster::operation {

/// The operation has nothing to do for this member: outcome `already`, no request.
struct nothing_to_do {};

/// The operation cannot be worked out for this member (a template names a field that it lacks): outcome
/// `failed`.
struct impossible {
    std::string code;    ///< kebab-case, e.g. "missing-field"; see is_of_cell
    std::string message; ///< for people
};

/// Whether a cell of the member's row is to blame, whatever the member holds.
inline bool is_of_cell(impossible const& i) {
    return i.code == "missing-cell" || i.code == "unfit-cell";
}

/// What an operation says of one member. Whether a change is in effect already is the provider's to say
/// (provider::test), so an operation need not look.
using decision = std::variant<core::change, nothing_to_do, impossible>;

/// What an operation says of a row that names a member who is not there; a change makes one.
using for_nobody = std::optional<decision>;

/// A function member → change. Pure; one instance serves a whole job.
class operation {
public:
    virtual ~operation() = default;
    [[nodiscard]] virtual decision decide(core::member const& m) const = 0;
    /// The dotted paths of the member's document that decide() reads or the change writes, so that the source
    /// can ask the platform for them (Memberstack leaves `json` out of lists unless asked).
    [[nodiscard]] virtual std::vector<std::string> fields() const = 0;
    /// The change that decide() gives for every member, where that does not depend on the member; nullptr: it
    /// may. Owned by the operation.
    [[nodiscard]] virtual core::change const* same_for_all() const { return nullptr; }
    /// The change in the words of the plan and the progress line, e.g. `add plan pln_abc`.
    [[nodiscard]] virtual std::string describe() const = 0;
    /// What becomes of a row that names a member who is not there; nullopt: it fails, as that is so. `row` =
    /// the row, as a member's document.
    [[nodiscard]] virtual for_nobody decide_for_nobody(core::member const& /*row*/) const {
        return std::nullopt;
    }
};

} // namespace muster::operation
