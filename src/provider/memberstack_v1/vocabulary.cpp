#include "provider/memberstack_v1/vocabulary.hpp"

namespace muster::provider::memberstack_v1 {
namespace {

using core::shape;
using place = core::shape::form;

/// A member's subscription to a plan: `membership`, or one of `memberships`.
shape membership() {
    return {place::object,
            {{"_id", {place::text}},
             {"id", {place::text}},
             {"oneTime", {place::flag}},
             {"testMode", {place::flag}},
             {"status", {place::text}},
             {"plan", {place::text}},
             {"type", {place::text}},
             {"cancel_at_period_end", {place::flag}},
             {"current_period_end", {place::scalar}}, // "String. Unix Timestamp"
             {"amount", {place::number}}}};
}

shape stripe_info() {
    shape const card{place::object,
                     {{"payment_method", {place::text}},
                      {"source", {place::text}},
                      {"brand", {place::text}},
                      {"exp_month", {place::text}},
                      {"exp_year", {place::text}},
                      {"last4", {place::text}}}};
    return {place::object, {{"customer", {place::text}}, {"card", card}}};
}

shape document() {
    return {place::object,
            {{"id", {place::text}},
             {"_id", {place::text}},
             {"email", {place::text}},
             {"createdAt", {place::date}},
             {"membership", membership()},
             {"memberships", {place::list, {}, {membership()}}},
             {"metaData", {place::open, {}, {{}}}},
             {"customFields", {place::open, {}, {{place::scalar}}}},
             {"memberPage", {place::text}},
             {"stripeInfo", stripe_info()}}};
}

} // namespace

core::vocabulary vocabulary(settings const& s) {
    using form = core::vocabulary::field::form;
    core::vocabulary v;
    v.operations = {"update", "create", "delete", "request"};
    if (s.replaces_meta_data)
        v.fields.push_back({"metaData", form::replaced,
                            "The member's metadata; needs \"merge\": true or \"replace\": true."});
    else
        v.fields.push_back(
            {"metaData", form::merged, "Keys of the metadata to set; the member's others stay."});
    v.fields.push_back({"customFields", form::merged, "Custom fields to set; the member's others stay."});
    v.fields.push_back({"email", form::email, "The member's e-mail address."});
    v.fields.push_back({"memberPage", form::text, "The member's own page."});
    v.reference = "email";
    v.document = document();
    return v;
}

} // namespace muster::provider::memberstack_v1
