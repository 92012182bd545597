#pragma once
#include "core/time.hpp"

#include <optional>
#include <string>
#include <variant>

namespace muster::core {

/// The change took effect.
struct done {
    std::string id; ///< of the member that it made; empty for any other change
};
/// The member was that way before.
struct already {};
/// There is no such member any more.
struct gone {};
/// Over the platform's rate limit; the request had no effect. `wait` is the platform's own word on how long,
/// if any.
struct throttled {
    std::optional<duration> wait;
};
/// A fault that may pass (5xx, 408, nonsense instead of a reply). Whether the request took effect is not
/// known.
struct transient {
    std::string why;
    /// The platform is well, and only its reply does not show the effect: a look at the member need not wait.
    bool well = false;
};
/// The platform refused this change for this member, and would again.
struct rejected {
    /// How far that is to be believed; one look at the member settles what is not sure.
    enum class certainty {
        sure,
        perhaps_gone, ///< its words do not tell this from a member that does not exist
        perhaps_done, ///< it called the request a success at the same time (200 with an error inside)
        outdated      ///< the member has changed since the change was completed from it (409, 412): not done,
                      ///< and worth one more try from what is there now
    };
    std::string code; ///< as the platform sent it; `http-<status>` where it sent none
    std::string message;
    certainty how = certainty::sure;
};
/// The platform refused something that all members of the job share, so that no change can succeed.
struct refused {
    /// What it refused: our credentials; to let them do this (403: with all members, or with this one alone,
    /// which the reply does not tell); what the operation asks for (a plan that does not exist); or to answer
    /// at this address at all (a redirect).
    enum class cause { credentials, permission, operation, address };
    cause what;
    std::string message;
    std::string code = {}; ///< as the platform sent it; of `permission` never empty
};

/// What a reply means. A sum type: whoever looks at one has to name every case.
using verdict = std::variant<done, already, gone, throttled, transient, rejected, refused>;

} // namespace muster::core
