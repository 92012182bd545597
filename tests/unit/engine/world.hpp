#pragma once
#include "memberstack.hpp"
#include "model_world.hpp"

namespace muster::simulated {

/// What a world stands on: it must be there before the world is.
struct memberstack_below {
    memberstack platform;
};

/// A world whose platform is Memberstack, or what a test makes of it.
class world : public memberstack_below, public model_world {
public:
    /// `operation` and `extra` are parts of the spec, e.g. `"delete": {}` and `, "retry": {"attempts": 3}`;
    /// `kind` its provider's (others are in bulk_provider.hpp and numbered_provider.cpp).
    world(std::size_t members, std::string const& operation, std::string const& extra = {},
          std::uint64_t seed = 1, std::string const& kind = "memberstack")
        : memberstack_below{memberstack(members)},
          model_world(platform, text_of(kind, operation, extra), seed) {}

private:
    static std::string text_of(std::string const& kind, std::string const& operation,
                               std::string const& extra) {
        return R"({"name": "test", "provider": {"kind": ")" + kind + R"(", "key": {"env": "KEY"}},
                   "where": {"customFields.country": {"equals": "Germany"}},
                   "operation": {)"
               + operation + "}" + extra + "}";
    }
};

} // namespace muster::simulated
