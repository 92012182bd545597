#pragma once
#include "core/time.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace muster::sandbox {

/// A fake platform: its calls on what it keeps in memory. Rate limit, keys' refusal, faults and latency are
/// the gateway's. Pure: a request and the time go in, a reply comes out.
class platform {
public:
    virtual ~platform() = default;

    /// Does what a request asks for. `today`: for the dates it writes. `spoiled`: the fault that a page is to
    /// show, or nullptr; what is no page fault, or not for a page, shows nowhere.
    virtual reply answer(request const& r, core::wall_time today, fault const* spoiled) = 0;

    /// The call as the ledger names it, with ids left out, e.g. `GET /members/{id}`; `unknown` if there is
    /// none. Valid for good.
    [[nodiscard]] virtual std::string_view call(request const& r) const = 0;
    /// Whether it asks for a page of a list: what page faults strike.
    [[nodiscard]] virtual bool lists(request const& r) const = 0;
    /// Whether a key is one of those that the platform gives out for test data.
    [[nodiscard]] virtual bool accepts(std::string_view key) const = 0;
    /// What it answers to a request whose key is not accepted; `key` may be empty.
    [[nodiscard]] virtual reply refuse(std::string_view key) const;
    /// Whether each of its replies tells how much of the rate limit is left (RateLimit-*).
    [[nodiscard]] virtual bool tells_limit() const { return false; }
    /// An error in the platform's own shape.
    [[nodiscard]] virtual reply error(unsigned status, std::string_view code,
                                      std::string_view message) const = 0;
    /// A member as it is kept, as JSON text; nullopt if there is none.
    [[nodiscard]] virtual std::optional<std::string> member(std::string_view id) const = 0;
};

} // namespace muster::sandbox
