#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
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
    /// True: an object that the platform would replace whole (core::vocabulary) is merged into what the
    /// member holds when the change is sent (read-modify-write).
    bool merge = false;
};

/// Make a member that is not there yet.
struct create_member {
    boost::json::object document; ///< in the platform's own shape
};

/// Make a member, or update the one that is known by the same reference.
struct upsert_member {
    boost::json::object document; ///< in the platform's own shape, the reference among its fields
};

/// Delete the member.
struct delete_member {
    boost::json::object
        options; ///< the platform's own flags (core::vocabulary), e.g. `{"deleteStripeCustomer": true}`
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
using change = std::variant<add_plan, remove_plan, update_fields, create_member, upsert_member, delete_member,
                            raw_request>;

/// Whether it makes a member of a record: nothing on the platform is changed that could be looked at before.
bool makes_member(change const& c);

/// The word for what kind of change it is, the key of its journal form: `addPlan`, `update`, ...
std::string_view kind_of(change const& c);

/// The journal's form of a change: an object with one key, the operation's name:
/// `{"addPlan":{"planId":"pln_a"}}`.
boost::json::value to_json(change const& c);

/// The inverse of to_json. Throws std::invalid_argument naming what is wrong.
change change_from_json(boost::json::value const& v);

} // namespace muster::core
