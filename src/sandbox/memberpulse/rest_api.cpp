#include "sandbox/memberpulse/rest_api.hpp"

#include "core/read_json.hpp"
#include "sandbox/message.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <optional>

namespace muster::sandbox::memberpulse {

namespace json = boost::json;

namespace {

// What the platform itself writes: a request that holds one of them is refused, so that nobody relies on it.
constexpr std::string_view own_fields[] = {"@id", "@type", "@context", "id", "createdAt"};

std::optional<json::object> read_body(std::string const& text) {
    boost::system::error_code wrong;
    auto value = core::read_json(text, wrong);
    if (wrong || !value.is_object()) return std::nullopt;
    return std::move(value.get_object());
}

bool looks_like_email(std::string_view text) {
    auto const at = text.rfind('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size();
}

/// The document of a record: what a request gave, between what the platform writes.
json::object document_from(json::object const& body, json::value id, json::value created,
                           core::wall_time now) {
    json::object document;
    document["id"] = std::move(id);
    for (auto const& field : body) document[field.key()] = field.value();
    document["createdAt"] = std::move(created);
    document["updatedAt"] = core::to_iso8601(now);
    return document;
}

} // namespace

rest_api::rest_api(population people, custom open, ledger& effects)
    : people_(people),
      open_(open),
      effects_(effects) {
    for (auto const r : all_resources)
        for (std::uint64_t i = 0; i < people_.size(r); ++i)
            records(r).add(record_id(people_, r, i), make_record(people_, r, i));
}

reply rest_api::answer(route const& r, std::string const& body, core::wall_time now, fault const* spoiled) {
    if (r.what == call::unknown) return problem(404, "no-route", "There is no such route.");
    if (r.what == call::list) return list_records(records(r.of), r, open_, spoiled);
    if (r.what == call::list_hooks) return list_texts(hooks_.all(), r, open_);
    if (r.what == call::remove_hook) return hooks_.remove(r.id);
    auto const* const record = records(r.of).find(r.id);
    bool const of_one = r.what == call::get || r.what == call::update || r.what == call::remove;
    if (of_one && record == nullptr) return problem(404, "not-found", "There is no such record.");
    if (r.what == call::get) return shown_reply(200, r.of, *record);
    if (r.what == call::remove) return remove(r.of, *record);
    auto const fields = read_body(body);
    if (!fields) return problem(400, "bad-request", "The body must be a JSON object.");
    if (r.what == call::add_hook) return hooks_.add(*fields);
    return r.what == call::create ? create(r.of, *fields, now) : update(r.of, *record, *fields, now);
}

entry const* rest_api::find(std::string_view id) const {
    for (auto const& each : shelves_)
        if (auto const* const found = each.find(id)) return found;
    return nullptr;
}

reply rest_api::create(resource of, json::object const& body, core::wall_time now) {
    if (auto const wrong = wrong_with(of, body, nullptr); !wrong.empty()) return invalid(wrong);
    auto const index = people_.size(of) + created_[static_cast<std::size_t>(of)]++;
    auto const id = record_id(people_, of, index);
    auto const document = document_from(body, id_value(people_, id), json::value(core::to_iso8601(now)), now);
    auto const& record = records(of).add(id, document);
    effects_.effect(id, "create");
    return shown_reply(201, of, record);
}

reply rest_api::update(resource of, entry const& record, json::object const& body, core::wall_time now) {
    if (auto const wrong = wrong_with(of, body, &record); !wrong.empty()) return invalid(wrong);
    auto before = document_of(record);
    records(of).replace(record, document_from(body, before["id"], before["createdAt"], now));
    effects_.effect(record.id, "update");
    return shown_reply(200, of, record);
}

reply rest_api::remove(resource of, entry const& record) {
    effects_.effect(record.id, "delete");
    records(of).remove(record);
    return reply(204, "");
}

reply rest_api::shown_reply(unsigned status, resource of, entry const& record) const {
    auto text = shown(record, of, open_);
    if (open_.lists == shape::data) text = R"({"data":)" + text + "}";
    return reply(status, std::move(text));
}

std::vector<violation> rest_api::wrong_with(resource of, json::object const& body,
                                            entry const* record) const {
    std::vector<violation> all;
    for (auto const field : own_fields)
        if (body.contains(field)) all.push_back({std::string(field), "is written by the platform"});
    bool const of_members = of == resource::members;
    std::string const needed = of_members ? "email" : "title";
    auto const text = text_at(body, needed);
    if (text.empty()) {
        all.push_back({needed, "is missing"});
    } else if (of_members && !looks_like_email(text)) {
        all.push_back({needed, "is no e-mail address"});
    } else if (of_members) {
        auto const* const owner = records(of).find_by_email(text);
        if (owner != nullptr && owner != record) all.push_back({needed, "belongs to another member"});
    }
    auto const* const status = body.if_contains("status");
    if (status != nullptr && !status->is_string() && !status->is_null())
        all.push_back({"status", "must be a string"});
    return all;
}

} // namespace muster::sandbox::memberpulse
