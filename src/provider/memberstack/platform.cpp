#include "provider/memberstack/platform.hpp"

#include "core/find_key.hpp"
#include "core/overload.hpp"
#include "provider/builtin.hpp"
#include "provider/documents.hpp"
#include "provider/memberstack/account.hpp"
#include "provider/memberstack/replies.hpp"
#include "provider/memberstack/requests.hpp"
#include "provider/memberstack/state.hpp"
#include "provider/memberstack/vocabulary.hpp"
#include "provider/raw_requests.hpp"
#include "provider/replies.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace muster::provider::memberstack {

namespace json = boost::json;
using replies::parse_into;

namespace {

std::optional<core::member> read_document(json::value const& v) {
    auto const* const document = v.if_object();
    if (document == nullptr) return std::nullopt;
    auto const* const id = core::find_key(*document, "id");
    if (id == nullptr || !id->is_string() || id->get_string().empty()) return std::nullopt;
    core::member m;
    m.id = id->get_string();
    m.document = document;
    if (auto const* const auth = core::find_key(*document, "auth"); auth != nullptr && auth->is_object()) {
        auto const* const email = core::find_key(auth->get_object(), "email");
        if (email != nullptr && email->is_string()) m.email = email->get_string();
    }
    return m;
}

// It goes into each request for a page, each checkpoint, and messages.
constexpr std::size_t longest_cursor = 4096;

std::optional<cursor> read_cursor(json::object const& body) {
    auto const* const found = body.if_contains("endCursor");
    if (found == nullptr) return std::nullopt;
    auto const* const text = found->if_string();
    if (text != nullptr && text->size() <= longest_cursor) return cursor(*text);
    if (found->is_int64() || found->is_uint64()) return json::serialize(*found);
    return std::nullopt;
}

// The reference document says `hasNextPage` in its text and `hasMore` in its example.
std::optional<bool> read_more(json::object const& body) {
    for (auto const* const key : {"hasNextPage", "hasMore"}) {
        auto const* const found = body.if_contains(key);
        if (found != nullptr && found->is_bool()) return found->get_bool();
    }
    return std::nullopt;
}

bool reads_json(std::vector<std::string> const& fields) {
    return std::any_of(fields.begin(), fields.end(),
                       [](std::string const& f) { return f == "json" || f.starts_with("json."); });
}

} // namespace

platform::platform() : profile_(account_profile("memberstack")) {
    profile_.page_size = 100; // the platform caps a larger limit
    profile_.identity = {"id", "auth.email"};
    profile_.can.newest_first = true;
    profile_.can.verify_token = true;
    profile_.can.looked_up_by_reference = 1; // "GET /members/:id_or_email"
    profile_.vocabulary = memberstack::vocabulary();
}

bool platform::is_live(std::string_view key, std::string_view) const {
    return is_live_key(key);
}

std::optional<std::string> platform::objection_to_key(std::string_view key) const {
    return find_wrong_key(key);
}

http::request platform::list(list_query const& q) const {
    std::string target = "/members?limit=" + std::to_string(q.limit);
    if (!q.after.empty()) target += "&after=" + http::percent_encode(q.after);
    if (q.newest_first) target += "&order=DESC";
    if (reads_json(q.fields)) target += "&includeJSON=true";
    return {http::method::get, std::move(target)};
}

std::variant<page, page_fault, core::verdict> platform::read_page(list_query const& q, http::reply const& r,
                                                                  json::monotonic_resource& arena) const {
    if (auto verdict = judge_status(r)) return std::move(*verdict);
    boost::system::error_code error;
    auto const read = replies::parse_listing(arena, r.body, "data", q.kept, error);
    auto const* const parsed = read.body;
    if (error) return page_fault{"the page is not JSON (" + error.message() + ")"};
    if (auto const found = find_complaint(*parsed, false)) return judge_complaint(*found, r.status);
    auto const* const body = parsed->if_object();
    auto const* const data = body != nullptr ? body->if_contains("data") : nullptr;
    if (data == nullptr || !data->is_array()) return page_fault{"the page holds no list of members (`data`)"};

    page result;
    result.members.reserve(data->get_array().size());
    for (auto const& each : data->get_array()) {
        auto m = read_document(each);
        auto const number = result.members.size();
        if (!m) return page_fault{"member " + std::to_string(number + 1) + " of the page has no id"};
        read.lend_texts(*m, number);
        result.members.push_back(*m);
    }
    auto const more = read_more(*body);
    if (!more) return page_fault{"the page says neither `hasNextPage` nor `hasMore`"};
    result.more = *more;
    auto next = read_cursor(*body);
    bool const way_on = next && !next->empty(); // an empty one would lead back to the beginning
    if (result.more && !way_on) return page_fault{"the page has no usable `endCursor`"};
    result.next = next.value_or(cursor());
    if (auto const* const total = body->if_contains("totalCount"); total != nullptr && total->is_int64())
        result.total_count = static_cast<std::uint64_t>(std::max<std::int64_t>(0, total->get_int64()));
    return result;
}

http::request platform::get(std::string_view id_or_email) const {
    return {http::method::get, member_target(id_or_email)};
}

std::variant<found_member, core::verdict> platform::read_member(http::reply const& r,
                                                                json::monotonic_resource& arena) const {
    if (auto verdict = judge_status(r)) {
        if (std::holds_alternative<core::gone>(*verdict)) return found_member();
        return std::move(*verdict);
    }
    boost::system::error_code error;
    auto const* const parsed = parse_into(arena, r.body, error);
    if (error) return core::verdict(core::transient{"the reply is not JSON (" + error.message() + ")"});
    if (auto const found = find_complaint(*parsed, false)) return judge_complaint(*found, r.status);
    auto const* const body = parsed->if_object();
    auto const* const data = body != nullptr ? body->if_contains("data") : nullptr;
    if (data == nullptr) return core::verdict(core::transient{"the reply holds no `data`"});
    if (data->is_null()) return found_member(); // a missing member is 200 with data: null (SDK 1.7.0)
    auto const m = read_document(*data);
    if (!m) return core::verdict(core::transient{"the reply holds no member with an id"});
    return found_member(*m);
}

http::request platform::verify_token(std::string_view token) const {
    json::object const body{{"token", token}};
    return {http::method::post, "/members/verify-token", json::serialize(body)};
}

http::request platform::perform(std::span<assignment const> unit) const {
    return request_for(unit.front());
}

judgement platform::judge(std::span<assignment const> unit, http::reply const& r) const {
    if (auto verdict = judge_status(r)) return std::move(*verdict);
    auto const& change = unit.front().what;
    bool const shows_member = std::holds_alternative<core::update_fields>(change)
                              || std::holds_alternative<core::create_member>(change);
    // add-plan and remove-plan answer with the plain text OK (SDK 1.7.0), or with nothing (other public
    // clients, October 2026).
    if (r.body.empty() || r.body == "OK") {
        if (shows_member) return core::transient{"a success without a member", true};
        return core::done{};
    }
    boost::system::error_code error;
    auto const body = replies::parse(r.body, error);
    // What a raw request is answered with is its route's business.
    if (error && std::holds_alternative<core::raw_request>(change)) return core::done{};
    if (error) return core::transient{"a success whose body is not JSON (" + error.message() + ")"};
    if (auto const found = find_complaint(body, false)) return judge_complaint(*found, r.status);
    if (!shows_member) return core::done{};
    // A member that is not there answers `data: null` where it is read; an update that shows no member
    // changed nobody, perhaps.
    auto const* const data = body.is_object() ? body.get_object().if_contains("data") : nullptr;
    auto const shown = data != nullptr ? read_document(*data) : std::nullopt;
    if (!shown) return core::transient{"a success without a member", true};
    if (!std::holds_alternative<core::create_member>(change)) return core::done{};
    return core::done{std::string(shown->id)};
}

doubt platform::in_doubt(core::change const& c) const {
    auto const* const raw = std::get_if<core::raw_request>(&c);
    return raw != nullptr ? raw_requests::in_doubt(*raw) : doubt::read_back;
}

bool platform::needs_current(core::change const& c) const {
    // PATCH replaces `json` whole (SDK README), so merging into it needs to know what is there.
    auto const* const update = std::get_if<core::update_fields>(&c);
    return update != nullptr && update->merge && update->set.contains("json");
}

core::change platform::complete(core::change const& c, core::member const& now) const {
    auto update = std::get<core::update_fields>(c);
    auto const* const current = now.document->if_contains("json");
    auto& slot = update.set["json"];
    slot = documents::merge_patch(current != nullptr ? *current : json::value(json::object()), slot);
    update.merge = false;
    return update;
}

effect platform::test(core::change const& c, core::member const& now) const {
    auto const as_effect = [](bool holds) { return holds ? effect::present : effect::absent; };
    return std::visit(
        core::overload{
            [&](core::add_plan const& p) { return as_effect(has_plan(*now.document, p.plan_id)); },
            [&](core::remove_plan const& p) { return as_effect(!has_plan(*now.document, p.plan_id)); },
            [&](core::update_fields const& u) {
                return as_effect(fields_hold(*now.document, u.set, u.merge));
            },
            // The member is there.
            [](core::create_member const&) { return effect::present; },
            [](core::delete_member const&) { return effect::absent; },
            [](core::upsert_member const&) { return effect::cannot_tell; },
            [](core::raw_request const&) { return effect::cannot_tell; }},
        c);
}

json::object platform::before_image(core::change const& c, core::member const& now) const {
    auto const& document = *now.document;
    return std::visit(
        core::overload{[&](core::add_plan const& p) { return old_connections(document, p.plan_id); },
                       [&](core::remove_plan const& p) { return old_connections(document, p.plan_id); },
                       [&](core::update_fields const& u) { return old_fields(document, u.set); },
                       [&](core::delete_member const&) { return json::object(document); },
                       [](auto const&) { return json::object(); }},
        c);
}

std::optional<std::vector<std::string>> platform::fields_of(core::change const& c) const {
    return fields_behind(c);
}

std::string platform::needed_in_fields_of(core::change const& c) const {
    if (auto const* const add = std::get_if<core::add_plan>(&c)) return add->plan_id;
    auto const* const remove = std::get_if<core::remove_plan>(&c);
    return remove != nullptr ? remove->plan_id : std::string(); // of other plans, nobody asks
}

std::optional<std::string> platform::objection(core::change const& c) const {
    if (std::holds_alternative<core::upsert_member>(c)) return "Memberstack cannot upsert: create, or update";
    auto const* const update = std::get_if<core::update_fields>(&c);
    if (update == nullptr) return std::nullopt;
    auto const* const email = update->set.if_contains("email");
    bool const plausible =
        email == nullptr || (email->is_string() && email->get_string().find('@') != std::string::npos);
    if (!plausible) return "the new e-mail address is not one";
    return std::nullopt;
}

} // namespace muster::provider::memberstack

namespace muster::provider {

kind memberstack_kind() {
    return {"memberstack",
            "Memberstack, by its Admin REST API.",
            {},
            memberstack::vocabulary(),
            [](core::node const&) { return std::make_unique<memberstack::platform>(); }};
}

} // namespace muster::provider
