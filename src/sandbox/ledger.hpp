#pragma once
#include "sandbox/message.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace muster::sandbox {

/// What took effect, for every member and how often, and what was answered: the judge of the tests.
class ledger {
public:
    /// Notes that a change took effect; `what` is the platform's own word for it, e.g. `update`.
    void effect(std::string_view member_id, std::string_view what);
    /// Notes a request and what it was answered. `route` is the call's name (platform::call).
    void answered(std::string_view route, reply const& r);
    /// `{"members": {id: {effect: times}}, "requests": n, "throttled": n, "byPath": {route: n}, "byStatus":
    /// {…}}`. A reply that was not sent whole stands in `byStatus` as `reset`, `stalled` or `truncated`.
    [[nodiscard]] boost::json::object report() const;

private:
    using counts = std::map<std::string, std::uint64_t, std::less<>>;
    std::map<std::string, counts, std::less<>> members_;
    counts routes_;
    counts statuses_;
    std::uint64_t requests_ = 0;
    std::uint64_t throttled_ = 0;
};

} // namespace muster::sandbox
