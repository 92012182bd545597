#pragma once
#include "core/time.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/ledger.hpp"
#include "sandbox/memberstack/population.hpp"
#include "sandbox/memberstack/roll.hpp"
#include "sandbox/memberstack/routes.hpp"
#include "sandbox/message.hpp"

#include <boost/json/object.hpp>

#include <vector>

namespace muster::sandbox::memberstack {

/// The calls of the Memberstack Admin API (PROTOCOLS.md, memberstack) on members in memory, without rate
/// limit, credentials or faults.
class members_api {
public:
    /// `plans`: those that the application has. What takes effect is noted in `effects`, which must outlive
    /// this.
    members_api(population people, std::vector<plan> plans, ledger& effects);

    /// Does what a request asks for. `now`: for the dates it writes. `spoiled`: a page fault to show, or
    /// nullptr.
    reply answer(route const& r, std::string const& body, core::wall_time now, fault const* spoiled);

    [[nodiscard]] roll& members() { return members_; }
    [[nodiscard]] roll const& members() const { return members_; }

private:
    reply get(route const& r) const;
    reply create(boost::json::object const& body, core::wall_time now);
    reply update(entry const& member, boost::json::object const& body);
    reply remove(entry const& member, boost::json::object const& body);
    reply add_plan(entry const& member, boost::json::object const& body);
    reply remove_plan(entry const& member, boost::json::object const& body);
    reply verify_token(boost::json::object const& body, core::wall_time now) const;
    reply change(route const& r, boost::json::object const& body);

    [[nodiscard]] plan const* find_plan(std::string_view id) const;
    std::string new_connection_id();

    population people_;
    std::vector<plan> plans_;
    ledger& effects_;
    roll members_;
    std::uint64_t created_ = 0;     // members made since the beginning
    std::uint64_t connections_ = 0; // plan connections made since the beginning
};

} // namespace muster::sandbox::memberstack
