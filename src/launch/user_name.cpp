#include "launch/user_name.hpp"

#include <array>
#include <pwd.h>

namespace muster::launch {

std::optional<std::string> user_name(std::uint32_t id) {
    std::array<char, 4096> place{};
    passwd entry{};
    passwd* found = nullptr;
    bool const known = ::getpwuid_r(id, &entry, place.data(), place.size(), &found) == 0 && found != nullptr;
    return known ? std::optional<std::string>(found->pw_name) : std::nullopt;
}

} // namespace muster::launch
