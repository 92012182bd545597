#pragma once
#include "core/vocabulary.hpp"
#include "operation/registry.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace muster::operation::test {

/// The vocabulary of a platform.
inline core::vocabulary of_a_platform() {
    using form = core::vocabulary::field::form;
    core::vocabulary v;
    v.fields = {{"customFields", form::merged, "Custom fields."},
                {"metaData", form::merged, "Metadata."},
                {"json", form::replaced, "Data."},
                {"loginRedirect", form::text, "A redirect."},
                {"email", form::email, "The address."},
                {"profileImage", form::text, "A picture."},
                {"verified", form::flag, "Whether it counts."}};
    v.of_delete = {{"deleteStripeCustomer", "At Stripe too.", "and its Stripe customer"},
                   {"cancelStripeSubscriptions", "Those too.", "and cancel its Stripe subscriptions"}};
    return v;
}

/// An operation read from JSON, with what was wrong with it.
struct reading {
    std::unique_ptr<operation> op;
    core::problems found;
};

inline reading read_json(std::string_view text) {
    auto const value = boost::json::parse(text);
    reading r;
    r.op = read(core::node(value, "/operation", r.found), of_a_platform());
    return r;
}

/// The only mistake in an operation, as `pointer: message`; all of them, one a line, if there are several.
inline std::string mistake(std::string_view text) {
    std::string all;
    for (auto const& p : read_json(text).found)
        all += (all.empty() ? "" : "\n") + p.pointer + ": " + p.message;
    return all;
}

/// What an operation without mistakes decides for a member, in the journal's form of a change; or
/// `impossible: code`, `nothing to do`.
inline std::string decide(operation const& op, std::string_view member) {
    auto const document = boost::json::parse(member).as_object();
    auto const decision = op.decide({"mem_1", "", &document});
    if (auto const* const why = std::get_if<impossible>(&decision)) return "impossible: " + why->code;
    if (auto const* const change = std::get_if<core::change>(&decision)) {
        return boost::json::serialize(core::to_json(*change));
    }
    return "nothing to do";
}

inline std::string decide(std::string_view text, std::string_view member) {
    auto const r = read_json(text);
    if (!r.found.empty() || !r.op) return "mistake: " + mistake(text);
    return decide(*r.op, member);
}

} // namespace muster::operation::test
