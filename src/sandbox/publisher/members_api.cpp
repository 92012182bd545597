#include "sandbox/publisher/members_api.hpp"

#include "core/read_json.hpp"
#include "sandbox/message.hpp"
#include "sandbox/publisher/pages.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <set>

namespace muster::sandbox::publisher {
namespace json = boost::json;
namespace {

// A batch with such a ref in it is refused, and which it is is not told.
constexpr std::string_view poison = "poison";

reply invalid(std::string_view message) {
    return error_reply(400, "validation-error", message);
}

reply no_such_member() {
    return error_reply(404, "member-not-found", "There is no such member.");
}

/// What is wrong with the memberbase that a request names, if anything.
std::optional<reply> objection_to_base(json::object const& body) {
    auto const id = text_at(body, "member_base_id");
    if (id.empty()) return invalid("member_base_id is required");
    if (id != member_base) return error_reply(404, "member-base-not-found", "There is no such member base.");
    return std::nullopt;
}

json::array const* array_at(json::object const& body, std::string_view key) {
    auto const* const found = body.if_contains(key);
    return found != nullptr ? found->if_array() : nullptr;
}

/// Sets what a record names: attributes one by one, all else whole.
void apply(json::object& document, json::object const& record) {
    for (auto const& field : record) {
        if (field.key() == "id") continue;
        auto& slot = document[field.key()];
        if (field.key() == "attributes" && field.value().is_object() && slot.is_object())
            for (auto const& each : field.value().get_object()) slot.get_object()[each.key()] = each.value();
        else
            slot = field.value();
    }
}

} // namespace

members_api::members_api(population people, manners how, ledger& effects)
    : people_(people),
      how_(how),
      effects_(effects),
      made_(people.size) {
    for (std::uint64_t i = 0; i < people_.size; ++i) members_.add(make_member(people_, i));
}

reply members_api::answer(endpoint what, std::string const& body, fault const* spoiled) {
    if (what == endpoint::unknown) return error_reply(404, "not-found", "There is no such route.");
    if (how_.largest_body != 0 && body.size() > how_.largest_body)
        return error_reply(413, "payload-too-large", "The request is too large.");
    boost::system::error_code wrong;
    auto const parsed = core::read_json(body, wrong);
    if (wrong || !parsed.is_object())
        return error_reply(400, "invalid-json", "The body must be a JSON object.");
    auto const& fields = parsed.get_object();
    switch (what) {
    case endpoint::upsert: return upsert(fields);
    case endpoint::list: return list(fields, spoiled);
    case endpoint::get: return get(fields);
    default: return remove(fields);
    }
}

reply members_api::upsert(json::object const& body) {
    if (auto wrong = objection_to_base(body)) return std::move(*wrong);
    auto const* const records = array_at(body, "members");
    if (records == nullptr) return invalid("members must be a list");
    for (auto const& each : *records) { // all or none
        auto const ref = each.is_object() ? text_at(each.get_object(), "ref") : std::string_view();
        if (ref.empty() || ref.starts_with(poison)) return invalid("A member of the batch is not valid.");
    }
    json::array ids;
    ids.reserve(records->size());
    for (auto const& each : *records) ids.emplace_back(put(each.get_object()));
    return reply(200, json::serialize(ids));
}

std::string members_api::put(json::object const& record) {
    auto const* const known = members_.by_ref(text_at(record, "ref"));
    json::object document;
    if (known != nullptr)
        document = document_of(*known);
    else
        document["id"] = member_id(people_.seed, made_++);
    apply(document, record);
    if (known != nullptr) members_.replace(*known, document);
    auto const& kept = known != nullptr ? *known : members_.add(document);
    effects_.effect(kept.id, known != nullptr ? "update" : "create");
    return kept.id;
}

reply members_api::list(json::object const& body, fault const* spoiled) const {
    if (auto wrong = objection_to_base(body)) return std::move(*wrong);
    return list_members(members_, body, how_.ignores_offset, spoiled);
}

reply members_api::get(json::object const& body) const {
    entry const* found = nullptr;
    if (auto const id = text_at(body, "id"); !id.empty()) {
        found = members_.by_id(id);
    } else {
        if (auto wrong = objection_to_base(body)) return std::move(*wrong);
        auto const ref = text_at(body, "ref");
        if (ref.empty()) return invalid("id, or member_base_id and ref, are required");
        found = members_.by_ref(ref);
    }
    return found != nullptr ? reply(200, found->text) : no_such_member();
}

reply members_api::remove(json::object const& body) {
    if (auto wrong = objection_to_base(body)) return std::move(*wrong);
    auto const* const ids = array_at(body, "member_ids");
    bool const texts = ids != nullptr && std::all_of(ids->begin(), ids->end(), [](auto const& each) {
                           return each.is_string();
                       });
    if (!texts) return invalid("member_ids must be a list of ids");
    std::set<entry const*> known; // one that is named twice goes once; who is not there is passed over
    for (auto const& each : *ids)
        if (auto const* const member = members_.by_id(each.get_string())) known.insert(member);
    for (auto const* const member : known) effects_.effect(member->id, "delete");
    members_.remove({known.begin(), known.end()});
    return reply(200, "{}");
}

} // namespace muster::sandbox::publisher
