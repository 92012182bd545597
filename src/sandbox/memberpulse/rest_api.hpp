#pragma once
#include "core/time.hpp"
#include "sandbox/ledger.hpp"
#include "sandbox/memberpulse/hooks.hpp"
#include "sandbox/memberpulse/pages.hpp"
#include "sandbox/memberpulse/population.hpp"
#include "sandbox/memberpulse/problem.hpp"
#include "sandbox/memberpulse/routes.hpp"
#include "sandbox/memberpulse/shelf.hpp"

#include <boost/json/object.hpp>

#include <array>
#include <vector>

namespace muster::sandbox::memberpulse {

/// The calls of MemberPulse's REST API on records in memory, without rate limit, credentials or faults.
class rest_api {
public:
    /// What takes effect is noted in `effects`, which must outlive this.
    rest_api(population people, custom open, ledger& effects);

    /// Does what a request asks for. `now`: for the dates it writes. `spoiled`: a page fault to show, or
    /// nullptr.
    reply answer(route const& r, std::string const& body, core::wall_time now, fault const* spoiled);

    /// The record with this id, of whatever resource, or nullptr.
    [[nodiscard]] entry const* find(std::string_view id) const;

    /// The records of a resource, which may be changed here as somebody else's doing: no call of the API, so
    /// the ledger does not have it.
    [[nodiscard]] shelf& records(resource r) { return shelves_[static_cast<std::size_t>(r)]; }
    [[nodiscard]] shelf const& records(resource r) const { return shelves_[static_cast<std::size_t>(r)]; }

private:
    reply create(resource of, boost::json::object const& body, core::wall_time now);
    /// The body is the whole record: what it leaves out is lost.
    reply update(resource of, entry const& record, boost::json::object const& body, core::wall_time now);
    reply remove(resource of, entry const& record);
    [[nodiscard]] reply shown_reply(unsigned status, resource of, entry const& record) const;
    [[nodiscard]] std::vector<violation> wrong_with(resource of, boost::json::object const& body,
                                                    entry const* record) const;

    population people_;
    custom open_;
    ledger& effects_;
    std::array<shelf, 3> shelves_;
    std::array<std::uint64_t, 3> created_{}; // records made since the beginning
    hooks hooks_;
};

} // namespace muster::sandbox::memberpulse
