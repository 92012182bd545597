#include "provider/memberstack/vocabulary.hpp"

namespace muster::provider::memberstack {
namespace {

using core::shape;
using place = core::shape::form;

/// A connection of a member to a plan. `payment` is null for a free plan; for others the document does not
/// say what it holds.
shape connection() {
    return {place::object,
            {{"id", {place::text}},
             {"status", {place::text}},
             {"active", {place::flag}},
             {"planId", {place::text}},
             {"planName", {place::text}},
             {"type", {place::text}},
             {"payment", {}}}};
}

shape document() {
    return {place::object,
            {{"id", {place::text}},
             {"createdAt", {place::date}},
             {"lastLogin", {place::date}},
             {"auth", {place::object, {{"email", {place::text}}}}},
             {"verified", {place::flag}},
             {"profileImage", {place::text}},
             {"customFields", {place::open, {}, {{place::scalar}}}},
             {"metaData", {place::open, {}, {{}}}},
             {"json", {place::open, {}, {{}}}},
             {"loginRedirect", {place::text}},
             {"permissions", {place::list, {}, {{place::text}}}},
             {"planConnections", {place::list, {}, {connection()}}}}};
}

} // namespace

core::vocabulary vocabulary() {
    using form = core::vocabulary::field::form;
    core::vocabulary v;
    v.operations = {"addPlan", "removePlan", "update", "delete", "create", "request"};
    v.reference = "email";
    v.fields = {{"customFields", form::merged, "Custom fields to set; the member's others stay."},
                {"metaData", form::merged, "Keys of the metadata to set; the member's others stay."},
                {"json", form::replaced, "The member's json; needs \"merge\": true or \"replace\": true."},
                {"loginRedirect", form::text, "Where the member lands after logging in."},
                {"email", form::email, "The member's e-mail address."},
                {"profileImage", form::text, "The URL of the member's picture."},
                {"verified", form::flag, "Whether the e-mail address counts as verified."}};
    v.of_delete = {
        {"deleteStripeCustomer", "Delete the member's customer at Stripe too.", "and its Stripe customer"},
        {"cancelStripeSubscriptions", "Cancel the member's subscriptions at Stripe too.",
         "and cancel its Stripe subscriptions"}};
    v.document = document();
    return v;
}

} // namespace muster::provider::memberstack
