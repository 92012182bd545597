#pragma once
#include "sandbox/message.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace muster::sandbox::memberpulse {

/// The webhooks of the account. That they can be listed and removed is not documented; how, follows the other
/// calls.
class hooks {
public:
    [[nodiscard]] reply list() const;
    /// `body`: `{"url": an https address, "events": ["member.created", ...]}`.
    reply add(boost::json::object const& body);
    reply remove(std::string_view id);

private:
    std::map<std::string, boost::json::object, std::less<>> all_;
    std::uint64_t made_ = 0;
};

} // namespace muster::sandbox::memberpulse
