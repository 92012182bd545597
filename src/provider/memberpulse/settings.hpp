#pragma once
#include "core/node.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace muster::provider::memberpulse {

/// A filter of the platform's own, passed on as a query parameter of the list.
struct list_filter {
    std::string name;  ///< as the platform names it: `email`, `createdAt[after]`
    std::string value; ///< not yet percent-encoded
};

/// What a spec can say of MemberPulse beside its operations. The defaults are what the reference document
/// says or, where it is silent, the guess that its conventions (API Platform's) suggest.
struct settings {
    std::string resource = "members"; ///< "members", "events" or "courses": what the job's records are
    std::vector<list_filter> query;   ///< in the order of the spec
    /// The fields of a record that the platform itself writes: an update does not send them back.
    std::vector<std::string> read_only = {"@id", "@type", "@context", "id", "createdAt"};
    /// `largestPage`: the most records that a page holds. The document shows 25 and no largest, so this is
    /// the usual one of its conventions; a platform that gives fewer is found out.
    std::size_t largest_page = 100;
    std::uint64_t requests_per_hour = 1000; ///< the plan's quota (reference document, "Rate Limiting")
    /// The top-level field by which a record that is made is known; empty = records cannot be made.
    std::string reference = "email";

    [[nodiscard]] bool of_members() const { return resource == "members"; }
    /// Whether the platform finds a record by its reference: only for members does the document name such a
    /// filter (`?email=`).
    [[nodiscard]] bool finds_by_reference() const { return of_members() && reference == "email"; }
    [[nodiscard]] bool is_read_only(std::string_view field) const;
};

/// Reads the settings from the block `provider`; mistakes are noted at their places, and have their default.
settings read_settings(core::node const& n);

/// JSON Schemas of the settings, by key.
boost::json::object schema_of_settings();

} // namespace muster::provider::memberpulse
