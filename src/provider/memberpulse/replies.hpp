#pragma once
#include "core/verdict.hpp"
#include "http/message.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>

namespace muster::provider::memberpulse {

/// What the platform says went wrong: an RFC 7807 problem (reference document, "Error Responses").
struct complaint {
    /// The last part of `type`, where it names an error of the platform's (`.../errors/validation-error`);
    /// else `http-` and the status.
    std::string code;
    std::string message;       ///< `detail`, or `title`; and `violations`, if there are any; may be empty
    bool names_fields = false; ///< it has `violations`
};

/// The problem in the body of a reply that is no success; nullopt if it is no such document.
std::optional<complaint> find_complaint(boost::json::value const& body, unsigned status);

/// What a reply's status means where it is no success (2xx); nullopt for a success. `gone` is what a problem
/// with 404 or 410 says of a record.
std::optional<core::verdict> judge_status(http::reply const& r);

/// The same where it is said of a list, or of what is yet to be made: a 404 there is the route's, and no
/// record's, so that it is a refusal.
std::optional<core::verdict> judge_status_of_route(http::reply const& r);

/// The refusal of a PUT that says that the record has changed since it was read: 409 or 412 (RFC 9110), and
/// no field is to blame. nullopt for any other reply.
std::optional<core::rejected> judge_outdated(http::reply const& r);

} // namespace muster::provider::memberpulse
