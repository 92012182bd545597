#pragma once
#include "sandbox/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace muster::sandbox::memberpulse {

/// What is wrong with one field.
struct violation {
    std::string field;
    std::string message; ///< goes on from the field's name: "is missing"
};

/// An error as the platform documents it: an RFC 7807 problem with the type
/// `https://api.memberpulse.com/errors/<code>`.
reply problem(unsigned status, std::string_view code, std::string_view detail);

/// The documented error for fields that are not as they must be, with API Platform's list of them.
reply invalid(std::vector<violation> const& violations);

} // namespace muster::sandbox::memberpulse
