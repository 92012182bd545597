#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace muster::web {

/// What somebody may do.
enum class role : std::uint8_t {
    read, ///< look
    act   ///< look, and change what jobs do
};

/// `read` or `act`.
inline std::string_view to_string(role r) {
    return r == role::read ? "read" : "act";
}

/// Who asks for something.
struct caller {
    std::string user; ///< printable
    role may = role::read;
};

/// Why something is not given, or not done.
struct refusal {
    unsigned status = 400; ///< of HTTP
    std::string code;      ///< kebab-case
    std::string message;   ///< a sentence for people
};

} // namespace muster::web
