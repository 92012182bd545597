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
};
/// The platform refused this change for this member, and would again.
struct rejected {
    std::string code;
    std::string message;
};
/// The platform refused something that all members of the job share, so that no change can succeed.
struct refused {
    /// What it refused: our credentials; what the operation asks for (a plan that does not exist); or to
    /// answer at this address at all (a redirect).
    enum class cause { credentials, operation, address };
    cause what;
    std::string message;
};

/// What a reply means. A sum type: whoever looks at one has to name every case.
using verdict = std::variant<done, already, gone, throttled, transient, rejected, refused>;

} // namespace muster::core
