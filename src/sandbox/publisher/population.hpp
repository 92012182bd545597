#pragma once
#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::sandbox::publisher {

/// The one memberbase that there is.
inline constexpr std::string_view member_base = "mb_sandbox";

/// Which members a sandbox begins with: the same two numbers always give the same members.
struct population {
    std::uint64_t size = 1000;
    std::uint64_t seed = 1;
};

/// The id of member number `index` (from 0): `m_` and letters and digits, as in the platform's document.
std::string member_id(std::uint64_t seed, std::uint64_t index);

/// The whole document of member number `index` (below `people.size`): id, ref, attributes. About one in ten
/// has an odd ref or odd attributes (src/sandbox/README.md lists them).
boost::json::object make_member(population const& people, std::uint64_t index);

} // namespace muster::sandbox::publisher
