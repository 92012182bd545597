#include "sandbox/memberstack/members_api.hpp"

#include "core/read_json.hpp"
#include "sandbox/memberstack/check.hpp"
#include "sandbox/memberstack/documents.hpp"
#include "sandbox/memberstack/pages.hpp"
#include "sandbox/message.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muster::sandbox::memberstack {
namespace json = boost::json;
namespace {

constexpr std::string_view token_prefix = "tok_";

bool is_true(json::object const& body, std::string_view key) {
    auto const* const value = body.if_contains(key);
    return value != nullptr && value->is_bool() && value->get_bool();
}

/// A request's body: an object, also when it is empty; nullopt if it is anything else.
std::optional<json::object> read_body(std::string const& text) {
    if (text.empty()) return json::object();
    boost::system::error_code wrong;
    auto value = core::read_json(text, wrong);
    if (wrong || !value.is_object()) return std::nullopt;
    return std::move(value.get_object());
}

reply member_reply(entry const& member) {
    return reply(200, "{\"data\":" + member.whole() + "}");
}

reply plain_ok() {
    return reply(200, "OK", "text/plain; charset=utf-8");
}

/// As other public clients met it, October 2026; for the plans nobody told, and a code that says what is
/// wrong is the sandbox's choice.
reply missing_member(endpoint call) {
    bool const in_general_words = call == endpoint::update || call == endpoint::remove;
    return in_general_words ? error_reply(400, "generic-message", "The request could not be carried out.")
                            : error_reply(404, "member-not-found", "There is no such member.");
}

reply unknown_plan(std::string_view id) {
    return error_reply(400, "plan-not-found",
                       "There is no plan " + std::string(id) + " in this application.");
}

reply paid_plan() {
    return error_reply(400, "plan-not-free", "Only free plans can be added or removed with the Admin API.");
}

reply taken_email() {
    return error_reply(400, "email-already-in-use", "Another member has this e-mail address.");
}

} // namespace

members_api::members_api(population people, std::vector<plan> plans, ledger& effects)
    : people_(people),
      plans_(std::move(plans)),
      effects_(effects) {
    for (std::uint64_t i = 0; i < people_.size; ++i)
        members_.add(list_position(people_.seed, i), make_member(people_, i));
}

reply members_api::answer(route const& r, std::string const& body, core::wall_time now,
                          fault const* spoiled) {
    if (r.what == endpoint::list)
        return list_members(members_, r, spoiled); // its body, if any, says nothing new
    if (r.what == endpoint::get) return get(r);
    if (r.what == endpoint::unknown) return error_reply(404, "not-found", "There is no such route.");
    auto const fields = read_body(body);
    if (!fields) return error_reply(400, "invalid-json", "The body must be a JSON object.");
    if (r.what == endpoint::create) return create(*fields, now);
    if (r.what == endpoint::verify_token) return verify_token(*fields, now);
    return change(r, *fields);
}

reply members_api::change(route const& r, json::object const& body) {
    auto const* const member = members_.find(r.member);
    if (member == nullptr || member->id != r.member) // only the get call takes an e-mail address
        return missing_member(r.what);
    switch (r.what) {
    case endpoint::update: return update(*member, body);
    case endpoint::remove: return remove(*member, body);
    case endpoint::add_plan: return add_plan(*member, body);
    default: return remove_plan(*member, body);
    }
}

reply members_api::get(route const& r) const {
    auto const* const member = members_.find(r.member);
    if (member == nullptr) return reply(200, "{\"data\":null}"); // a fact of the platform: no 404
    return member_reply(*member);
}

reply members_api::create(json::object const& body, core::wall_time now) {
    if (!body.contains("email")) return error_reply(400, "validation-error", "email is required");
    if (auto const wrong = objection_to_fields(body)) return error_reply(400, "validation-error", *wrong);
    if (text_at(body, "password").size() < 8)
        return error_reply(400, "invalid-password", "password is required, with at least 8 characters");
    if (members_.find(text_at(body, "email")) != nullptr) return taken_email();

    auto const index = people_.size + created_;
    auto m = new_document(member_id(people_.seed, index), now);
    auto const* const plans = body.if_contains("plans");
    if (plans != nullptr && !plans->is_array())
        return error_reply(400, "validation-error", "plans must be an array of {planId}");
    if (plans != nullptr)
        for (auto const& wanted : plans->get_array()) {
            auto const id = wanted.is_object() ? text_at(wanted.get_object(), "planId") : std::string_view();
            auto const* const known = find_plan(id);
            if (known == nullptr) return unknown_plan(id);
            if (known->paid) return paid_plan();
            if (!has_plan(m, id)) give_plan(m, id, new_connection_id());
        }

    apply_fields(m, body);
    ++created_;
    // Those who were not here from the beginning may stand anywhere: the newest stands behind them all.
    auto const position = std::max(list_position(people_.seed, index), members_.last_position() + 1);
    auto const& member = members_.add(position, std::move(m));
    effects_.effect(member.id, "create");
    return member_reply(member);
}

reply members_api::update(entry const& member, json::object const& body) {
    if (auto const wrong = objection_to_fields(body)) return error_reply(400, "validation-error", *wrong);
    if (auto const email = text_at(body, "email"); !email.empty()) {
        auto const* const owner = members_.find(email);
        if (owner != nullptr && owner != &member) return taken_email();
    }
    auto document = document_of(member);
    if (!apply_fields(document, body)) return member_reply(member);
    members_.replace(member, std::move(document));
    effects_.effect(member.id, "update");
    return member_reply(member);
}

reply members_api::remove(entry const& member, json::object const& body) {
    auto const id = member.id;
    effects_.effect(id, "delete");
    for (auto const* const flag : {"deleteStripeCustomer", "cancelStripeSubscriptions"})
        if (is_true(body, flag)) effects_.effect(id, flag);
    members_.remove(member);
    json::object data;
    data["id"] = id;
    json::object envelope;
    envelope["data"] = std::move(data);
    return reply(200, json::serialize(envelope));
}

reply members_api::add_plan(entry const& member, json::object const& body) {
    auto const id = text_at(body, "planId");
    auto const* const known = find_plan(id);
    if (known == nullptr) return unknown_plan(id);
    if (known->paid) return paid_plan();
    auto document = document_of(member);
    if (has_plan(document, id))
        return error_reply(400, "already-have-plan", "The member already has this plan.");
    give_plan(document, id, new_connection_id());
    members_.replace(member, std::move(document));
    effects_.effect(member.id, "addPlan:" + std::string(id));
    return plain_ok();
}

reply members_api::remove_plan(entry const& member, json::object const& body) {
    auto const id = text_at(body, "planId");
    auto const* const known = find_plan(id);
    if (known == nullptr) return unknown_plan(id);
    if (known->paid) return paid_plan();
    auto document = document_of(member);
    if (!has_plan(document, id))
        return error_reply(400, "member-does-not-have-plan", "The member does not have this plan.");
    take_plan(document, id);
    members_.replace(member, std::move(document));
    effects_.effect(member.id, "removePlan:" + std::string(id));
    return plain_ok();
}

reply members_api::verify_token(json::object const& body, core::wall_time now) const {
    auto const token = text_at(body, "token");
    auto const* const member =
        token.starts_with(token_prefix) ? members_.find(token.substr(token_prefix.size())) : nullptr;
    if (member == nullptr) return error_reply(400, "INVALID_TOKEN", "The token is not valid.");
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    json::object data;
    data["id"] = member->id;
    data["type"] = "member";
    data["iat"] = seconds;
    data["exp"] = seconds + 14 * 24 * 3600;
    data["aud"] = "app_sandbox";
    data["iss"] = "https://api.memberstack.com";
    json::object envelope;
    envelope["data"] = std::move(data);
    return reply(200, json::serialize(envelope));
}

plan const* members_api::find_plan(std::string_view id) const {
    auto const at = std::find_if(plans_.begin(), plans_.end(), [&](plan const& p) { return p.id == id; });
    return at == plans_.end() ? nullptr : &*at;
}

std::string members_api::new_connection_id() {
    return "con_sb_n" + std::to_string(++connections_);
}

} // namespace muster::sandbox::memberstack
