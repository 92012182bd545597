#pragma once
#include "core/change.hpp"
#include "core/member.hpp"
#include "core/time.hpp"
#include "core/vocabulary.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::provider {

/// One of a platform's limits: in any span of `window`, no more than so many requests.
struct limit {
    enum class scope { address, key }; ///< what the platform counts by
    std::uint64_t requests = 0;
    core::duration window{};
    scope counted_by = scope::address;
};

/// A kind of change of which one request can carry several members.
struct bulk {
    std::string_view change; ///< core::kind_of
    std::size_t members = 1; ///< the most
};

/// What a platform can do that not all of them can.
struct capabilities {
    bool newest_first = false; ///< its list can begin with the newest member
    /// Its pages go by numbers or offsets: members behind one that is deleted move up, and are skipped.
    bool list_shifts = false;
    bool verify_token = false;         ///< it can tell whether a member's session token is valid
    std::size_t looked_up_at_once = 1; ///< the most members that one look-up can ask for by their ids
    /// The most that one can ask for by core::vocabulary::reference; 0 = none is found by that.
    std::size_t looked_up_by_reference = 0;
    std::vector<bulk> bulks; ///< any other change carries one member
};

/// What a platform promises and can do, as data. Each figure can be overridden by the spec.
struct profile {
    std::string kind;          ///< the word in the spec: "memberstack"
    std::string base_url;      ///< https, without a trailing slash
    std::string key_header;    ///< the header that carries the key
    std::string key_prefix;    ///< what stands before the key in that header, e.g. "Bearer "
    std::vector<limit> limits; ///< all of them hold
    std::size_t page_size = 0; ///< members to ask for in one page: the most that the platform gives
    capabilities can;
    /// The paths of a document from which the provider tells who the member is, where it can read a page
    /// without keeping all of it; none: it keeps all.
    std::vector<std::string> identity;
    core::vocabulary vocabulary;
};

/// The requests per second that the limits over spans of up to a minute allow; 0 if there are none.
double requests_per_second(profile const& p);

/// The limits over longer spans.
std::vector<limit> quotas(profile const& p);

/// The most members that one request with such a change can carry.
std::size_t members_per_request(profile const& p, core::change const& c);

/// The most members with such a change that one look-up asks for: by their references where they are made.
std::size_t members_per_look(profile const& p, core::change const& c);

/// What a member is known by beside its id (core::vocabulary::reference): its e-mail address, or the text at
/// that path of its document; empty where it has none.
std::string_view reference_of(profile const& p, core::member const& m);

} // namespace muster::provider
