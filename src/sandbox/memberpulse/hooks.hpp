#pragma once
#include "sandbox/message.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::sandbox::memberpulse {

/// The webhooks of the account. That they can be listed and removed is not documented; how, follows the other
/// calls.
class hooks {
public:
    /// The document of each, oldest first.
    [[nodiscard]] std::vector<std::string> all() const;
    /// `body`: `{"url": an https address, "events": ["member.created", ...]}`. The reply, and no list, holds
    /// its `secret`.
    reply add(boost::json::object const& body);
    reply remove(std::string_view id);

private:
    std::vector<boost::json::object> all_;
    std::uint64_t made_ = 0;
};

} // namespace muster::sandbox::memberpulse
