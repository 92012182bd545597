#include "sandbox/memberstack_v1/members_api.hpp"

#include "core/read_json.hpp"
#include "core/whole_number.hpp"
#include "sandbox/memberstack_v1/check.hpp"
#include "sandbox/message.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muster::sandbox::memberstack_v1 {
namespace json = boost::json;
namespace {

constexpr std::uint64_t default_limit = 50;

std::optional<std::uint64_t> positive(std::string_view text) {
    auto const n = core::whole_number(text);
    return n == 0 ? std::nullopt : n;
}

/// A request's body: an object, also when it is empty; nullopt if it is anything else. What an update sets
/// may stand under `data` (the table of the documents) or flat (their examples).
std::optional<json::object> read_body(std::string const& text) {
    if (text.empty()) return json::object();
    boost::system::error_code wrong;
    auto value = core::read_json(text, wrong);
    if (wrong || !value.is_object()) return std::nullopt;
    if (auto const* const data = value.get_object().if_contains("data"); data != nullptr && data->is_object())
        return data->get_object();
    return std::move(value.get_object());
}

reply member_reply(entry const& member) {
    return reply(200, "{\"member\":" + member.shown + "}");
}

reply taken_email() {
    return error(422, "The email is already in use.");
}

/// Merges `changes` into the object under `key`; a null takes a value away.
void merge_into(json::object& document, std::string_view key, json::object const& changes) {
    auto& target = document[key];
    if (!target.is_object()) target = json::object();
    for (auto const& change : changes) {
        if (change.value().is_null())
            target.get_object().erase(change.key());
        else
            target.get_object()[change.key()] = change.value();
    }
}

/// A member's two documents, parsed.
struct documents {
    json::object shown;
    json::object hidden;
};

/// Sets what a create or update call may set. True if there was anything.
bool apply_fields(documents& member, json::object const& body) {
    bool any = false;
    for (auto const& field : body) {
        std::string_view const key = field.key();
        if (key == "email")
            member.shown["email"] = field.value();
        else if (key == "metaData")
            merge_into(member.shown, key, field.value().get_object());
        else if (key == "customFields")
            merge_into(member.hidden, key, field.value().get_object());
        else if (key == "memberPage")
            member.hidden[key] = field.value();
        else if (key != "password") // which is kept nowhere
            continue;
        any = true;
    }
    return any;
}

/// The bounds hold for what a member holds in the end.
std::optional<std::string> objection_to(documents const& member) {
    auto const* const data = member.shown.if_contains("metaData");
    return data != nullptr && data->is_object() ? objection_to_meta_data(data->get_object()) : std::nullopt;
}

std::string without_id(entry const& member) {
    auto document = core::read_json(member.shown).as_object();
    document.erase("id");
    document.erase("_id");
    return json::serialize(document);
}

} // namespace

reply error(unsigned status, std::string_view message) {
    return reply(status, json::serialize(json::object{{"error", message}}));
}

members_api::members_api(population people, std::vector<plan> plans, std::size_t largest_page,
                         ledger& effects)
    : people_(people),
      plans_(std::move(plans)),
      largest_page_(largest_page),
      effects_(effects) {
    for (std::uint64_t i = 0; i < people_.size; ++i) {
        auto const made = make_member(people_, i);
        members_.add(made.shown, made.hidden);
    }
}

reply members_api::answer(route const& r, std::string const& body, core::wall_time now,
                          fault const* spoiled) {
    if (r.what == endpoint::list) return list(r, spoiled);
    if (r.what == endpoint::unknown) return error(404, "There is no such route.");
    auto const fields = read_body(body);
    if (!fields) return error(422, "The body must be a JSON object.");
    if (r.what == endpoint::create) return create(*fields, now);
    auto const* const member = members_.find(r.member); // an e-mail address finds nobody
    if (member == nullptr) return reply(404, "Not Found", "text/plain; charset=utf-8");
    if (r.what == endpoint::get) return member_reply(*member);
    return r.what == endpoint::update ? update(*member, *fields) : remove(*member);
}

reply members_api::list(route const& r, fault const* spoiled) const {
    auto const limit_text = r.parameter("limit");
    auto const page_text = r.parameter("page");
    auto const limit = limit_text ? positive(*limit_text) : default_limit;
    auto const page = page_text ? positive(*page_text) : 1;
    if (!limit || !page) return error(422, "limit and page must be numbers from 1.");
    // Cut without a word, and then the pages are of that size.
    auto const size = std::min<std::uint64_t>(*limit, largest_page_);
    auto found = *page > members_.size() ? std::vector<entry const*>()
                                         : members_.list((*page - 1) * size, static_cast<std::size_t>(size));
    auto is = [&](fault_kind kind) { return spoiled != nullptr && spoiled->kind == kind; };
    if (is(fault_kind::repeat_member) && !found.empty()) found.push_back(found.front());
    std::string body = "{\"members\":[";
    for (auto const* const m : found) {
        bool const first = body.back() == '[';
        if (!first) body += ',';
        body += first && is(fault_kind::no_id) ? without_id(*m) : m->shown;
    }
    return reply(200, body + "]}");
}

reply members_api::create(json::object const& body, core::wall_time now) {
    for (auto const* const required : {"email", "password", "plan"})
        if (!body.contains(required)) return error(422, std::string(required) + " is required.");
    if (auto const wrong = objection_to_fields(body)) return error(422, *wrong);
    auto const email = text_at(body, "email");
    if (members_.find_email(email) != nullptr) return taken_email();
    auto const* const wanted = find_plan(text_at(body, "plan"));
    if (wanted == nullptr) return error(422, "The plan does not exist.");
    if (wanted->paid) return error(422, "New members can be created for free plans only.");

    documents made;
    made.shown["_id"] = member_id(people_.seed, people_.size + created_);
    made.shown["email"] = email;
    made.shown["createdAt"] = core::to_iso8601(now);
    apply_fields(made, body);
    made.shown["memberships"] = json::array{membership(wanted->id, false, true)};
    if (auto const wrong = objection_to(made)) return error(422, *wrong);
    ++created_;
    auto const& member = members_.add(made.shown, made.hidden);
    effects_.effect(member.id, "create");
    return member_reply(member);
}

reply members_api::update(entry const& member, json::object const& body) {
    if (auto const wrong = objection_to_fields(body)) return error(422, *wrong);
    if (auto const email = text_at(body, "email"); !email.empty()) {
        auto const* const owner = members_.find_email(email);
        if (owner != nullptr && owner != &member) return taken_email();
    }
    documents now{core::read_json(member.shown).as_object(), core::read_json(member.hidden).as_object()};
    if (!apply_fields(now, body)) return member_reply(member);
    if (auto const wrong = objection_to(now)) return error(422, *wrong);
    members_.replace(member, now.shown, now.hidden);
    effects_.effect(member.id, "update");
    return member_reply(member);
}

reply members_api::remove(entry const& member) {
    effects_.effect(member.id, "delete");
    members_.remove(member);
    return reply(200, R"({"success":true})");
}

plan const* members_api::find_plan(std::string_view id) const {
    auto const at = std::find_if(plans_.begin(), plans_.end(), [&](plan const& p) { return p.id == id; });
    return at == plans_.end() ? nullptr : &*at;
}

} // namespace muster::sandbox::memberstack_v1
