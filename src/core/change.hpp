#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <variant>

namespace muster::core {

/// Give the member a (free) plan.
struct add_plan {
    std::string plan_id;
};

/// Take a (free) plan away.
struct remove_plan {
    std::string plan_id;
};

/// Set fields of the member's document.
struct update_fields {
    /// Top-level fields of the platform's document and their new values, e.g.
    /// `{"customFields": {"country": "Sweden"}, "verified": true}`. Templates are already filled in.
    boost::json::object set;
    /// True: `set.json` is merged into what the member's `json` holds when the change is sent
    /// (read-modify-write); false: it replaces it whole.
    bool merge_json = false;
};

/// Delete the member.
struct delete_member {
    bool delete_stripe_customer = false;
    bool cancel_stripe_subscriptions = false;
};

/// Send this request as it stands; what it does is the spec author's business.
struct raw_request {
    std::string method; ///< GET, POST, PUT, PATCH or DELETE
    std::string path;   ///< below the provider's base URL, begins with '/'
    std::optional<boost::json::value> body;
    /// Sending it twice has the effect of sending it once, so a doubtful outcome may be sent again.
    bool idempotent = false;
};

/// What is to happen to one member, in platform-neutral words. A change is concrete: it does not depend on
/// the member any more, so that it can be journalled and tested for later.
using change = std::variant<add_plan, remove_plan, update_fields, delete_member, raw_request>;

/// The journal's form of a change: an object with one key, the operation's name:
/// `{"addPlan":{"planId":"pln_a"}}`.
boost::json::value to_json(change const& c);

/// The inverse of to_json. Throws std::invalid_argument naming what is wrong.
change change_from_json(boost::json::value const& v);

} // namespace muster::core
