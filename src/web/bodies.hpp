#pragma once
#include "web/caller.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster::web {

/// What an act on a run was asked for with.
struct steering {
    std::string body; ///< for the run (service/routes.hpp), with whom it is for
    std::string why;  ///< in their words; may be empty
};

/// Reads the body of an act on a run: nothing, or an object, which the run itself looks at. `actor` takes the
/// place of what it may say of who asks. Pure.
std::variant<steering, refusal> read_steering(std::string_view body, std::string_view actor);

/// Reads the body of a plan, `{"set": {NAME: VALUE}}`, as options of `muster plan`. Pure.
std::variant<std::vector<std::string>, refusal> read_settings(std::string_view body);

/// The `why` of a body; empty where there is none, or where the body is no object. Pure.
std::string why_of(std::string_view body);

} // namespace muster::web
