#pragma once
#include "core/time.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/ledger.hpp"
#include "sandbox/memberstack_v1/population.hpp"
#include "sandbox/memberstack_v1/roll.hpp"
#include "sandbox/memberstack_v1/routes.hpp"
#include "sandbox/message.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace muster::sandbox::memberstack_v1 {

/// `{"error": "..."}`, the one shape of error that the documents have.
reply error(unsigned status, std::string_view message);

/// The calls of Memberstack 1.0 (PROTOCOLS.md, memberstack-v1) on members in memory, without rate limit,
/// credentials or faults. What the documents leave open is as our guesses say.
class members_api {
public:
    /// `plans`: those that the website has. `largest_page`: the most members in one page, whatever is asked
    /// for. What takes effect is noted in `effects`, which must outlive this.
    members_api(population people, std::vector<plan> plans, std::size_t largest_page, ledger& effects);

    /// Does what a request asks for. `now`: for the dates it writes. `spoiled`: a page fault to show, or
    /// nullptr.
    reply answer(route const& r, std::string const& body, core::wall_time now, fault const* spoiled);

    [[nodiscard]] roll const& members() const { return members_; }

private:
    reply list(route const& r, fault const* spoiled) const;
    reply create(boost::json::object const& body, core::wall_time now);
    reply update(entry const& member, boost::json::object const& body);
    reply remove(entry const& member);
    [[nodiscard]] plan const* find_plan(std::string_view id) const;

    population people_;
    std::vector<plan> plans_;
    std::size_t largest_page_;
    ledger& effects_;
    roll members_;
    std::uint64_t created_ = 0; // members made since the beginning
};

} // namespace muster::sandbox::memberstack_v1
