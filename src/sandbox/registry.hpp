#pragma once
#include "sandbox/gateway.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::sandbox {

/// How a fake platform begins. What a platform does not have is passed over.
struct beginning {
    std::uint64_t members = 1000;
    std::uint64_t seed = 1;
    std::vector<std::string> plans{}; ///< free plans that exist beside the population's own
    std::string shape = "array";      ///< how lists are wrapped: "array", "hydra", "member" or "data"
    std::string ids = "uuid";         ///< what ids are: "uuid", or "number" for JSON numbers
    std::size_t cap = 100;            ///< the most records of one page
    bool ignores_offset = false;      ///< its list gives the first page, whatever the offset
    std::uint64_t largest_body = 0;   ///< bytes of a request; over it: 413; 0 = no limit
};

/// One fake platform: the word of its provider, and how to make it.
struct kind {
    std::string name;                    ///< as in the spec: "memberstack"
    std::size_t requests_per_second = 0; ///< the limit that it has if nothing is said; 0 = none
    platform_maker (*make)(beginning const&) = nullptr;
};

/// All of them, the main one first.
std::vector<kind> const& kinds();

/// The one of that name, or nullptr.
kind const* find_kind(std::string_view name);

} // namespace muster::sandbox
