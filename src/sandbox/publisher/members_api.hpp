#pragma once
#include "sandbox/faults.hpp"
#include "sandbox/ledger.hpp"
#include "sandbox/message.hpp"
#include "sandbox/publisher/population.hpp"
#include "sandbox/publisher/roll.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>

namespace muster::sandbox::publisher {

/// The calls.
enum class endpoint { upsert, list, get, remove, unknown };

/// How the instance is where the document leaves it open.
struct manners {
    bool ignores_offset = false;    ///< every list begins at the first member
    std::uint64_t largest_body = 0; ///< bytes of a request; over it: 413; 0 = no limit
};

/// Publisher's calls (PROTOCOLS.md, publisher) on members in memory, without rate limit, credentials or
/// faults.
class members_api {
public:
    /// What takes effect is noted in `effects`, which must outlive this.
    members_api(population people, manners how, ledger& effects);

    /// Does what a request asks for. `spoiled`: a page fault to show, or nullptr.
    reply answer(endpoint what, std::string const& body, fault const* spoiled);

    [[nodiscard]] roll& members() { return members_; }
    [[nodiscard]] roll const& members() const { return members_; }

private:
    reply upsert(boost::json::object const& body);
    reply list(boost::json::object const& body, fault const* spoiled) const;
    reply get(boost::json::object const& body) const;
    reply remove(boost::json::object const& body);
    std::string put(boost::json::object const& record);

    population people_;
    manners how_;
    ledger& effects_;
    roll members_;
    std::uint64_t made_ = 0; // members ever made
};

} // namespace muster::sandbox::publisher
