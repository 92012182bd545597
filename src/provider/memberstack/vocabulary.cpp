#include "provider/memberstack/vocabulary.hpp"

namespace muster::provider::memberstack {

core::vocabulary vocabulary() {
    using form = core::vocabulary::field::form;
    core::vocabulary v;
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
    return v;
}

} // namespace muster::provider::memberstack
