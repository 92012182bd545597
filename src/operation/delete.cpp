#include "operation/builtin.hpp"
#include "operation/constant.hpp"

namespace muster::operation {
namespace {

/// The flag of that name, false where it is not given.
bool read_flag(core::node const& n, std::string_view key) {
    auto const place = n.get(key);
    return place && place->boolean().value_or(false);
}

std::string describe_delete(core::delete_member const& change) {
    if (change.delete_stripe_customer && change.cancel_stripe_subscriptions) {
        return "delete the member and its Stripe customer, and cancel its Stripe subscriptions";
    }
    if (change.delete_stripe_customer) return "delete the member and its Stripe customer";
    if (change.cancel_stripe_subscriptions) return "delete the member and cancel its Stripe subscriptions";
    return "delete the member";
}

std::unique_ptr<operation> read_delete(core::node const& n) {
    if (!n.is_object()) return nullptr;
    n.allow_keys({"deleteStripeCustomer", "cancelStripeSubscriptions"});
    core::delete_member const change{read_flag(n, "deleteStripeCustomer"),
                                     read_flag(n, "cancelStripeSubscriptions")};
    return std::make_unique<constant>(change, std::vector<std::string>{}, describe_delete(change));
}

boost::json::object flag_schema(std::string_view description) {
    return {{"anyOf", boost::json::array{{{"type", "boolean"}}, {{"$ref", "#/$defs/parameter"}}}},
            {"default", false},
            {"description", description}};
}

} // namespace

kind delete_kind() {
    boost::json::object schema{
        {"type", "object"},
        {"properties",
         {{"deleteStripeCustomer", flag_schema("Delete the member's customer at Stripe too.")},
          {"cancelStripeSubscriptions", flag_schema("Cancel the member's subscriptions at Stripe too.")}}},
        {"additionalProperties", false}};
    return {"delete", R"(Delete the member for good. The spec must then hold a "where".)", std::move(schema),
            read_delete};
}

} // namespace muster::operation
