#include "provider/publisher/platform.hpp"

#include "core/overload.hpp"
#include "provider/builtin.hpp"
#include "provider/publisher/batches.hpp"
#include "provider/publisher/guesses.hpp"
#include "provider/publisher/paging.hpp"
#include "provider/publisher/replies.hpp"
#include "provider/publisher/state.hpp"
#include "provider/publisher/vocabulary.hpp"
#include "provider/raw_requests.hpp"
#include "provider/replies.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

namespace muster::provider::publisher {

namespace json = boost::json;

namespace {

http::request post(std::string const& path, json::object const& body) {
    return {http::method::post, path, json::serialize(body)};
}

std::optional<std::string> objection_to_update(json::object const& set) {
    for (auto const* const key : {"id", "ref"})
        if (set.contains(key)) return std::string("a member's ") + key + " cannot be changed";
    return std::nullopt;
}

std::optional<std::string> objection_to_upsert(json::object const& record) {
    if (ref_of(record).empty())
        return "its \"ref\", by which Publisher knows its members, must be a text, and not empty";
    if (record.contains("id")) return "it has an \"id\": Publisher gives ids itself, and goes by \"ref\"";
    return std::nullopt;
}

} // namespace

platform::platform(settings s) : settings_(std::move(s)) {
    profile_.kind = "publisher";
    profile_.key_header = "Authorization";
    profile_.key_prefix = "Bearer ";
    profile_.limits = {{10, std::chrono::seconds(1), limit::scope::address}}; // a guess: none is documented
    profile_.page_size = settings_.largest_page;
    profile_.can.list_shifts = settings_.offsets;
    if (settings_.batch > 1)
        for (auto const* const change : {"upsert", "update", "delete"})
            profile_.can.bulks.push_back({change, settings_.batch});
    // No more than one page holds: the others would be taken for missing.
    profile_.can.looked_up_by_reference = std::min(settings_.batch, settings_.largest_page);
    if (settings_.id_filter) profile_.can.looked_up_at_once = profile_.can.looked_up_by_reference;
    profile_.vocabulary = publisher::vocabulary();
}

bool platform::is_live(std::string_view, std::string_view) const {
    return !settings_.test_instance; // nothing is documented that would tell tokens for tests
}

http::request platform::list(list_query const& q) const {
    return post(settings_.paths.list,
                {{"member_base_id", settings_.member_base}, {"pagination", pagination(q, settings_)}});
}

std::variant<page, page_fault, core::verdict> platform::read_page(list_query const& q, http::reply const& r,
                                                                  json::monotonic_resource& arena) const {
    auto read = read_list(r, settings_, arena);
    if (auto* const fault = std::get_if<page_fault>(&read)) return std::move(*fault);
    if (auto* const verdict = std::get_if<core::verdict>(&read)) return std::move(*verdict);
    auto made = page_of(std::get<std::vector<core::member>>(std::move(read)), q, settings_);
    if (auto* const verdict = std::get_if<core::verdict>(&made)) return std::move(*verdict);
    return std::get<page>(std::move(made));
}

http::request platform::get(std::string_view id_or_ref) const {
    if (id_or_ref.starts_with(settings_.id_prefix)) return post(settings_.paths.get, {{"id", id_or_ref}});
    return post(settings_.paths.get, {{"member_base_id", settings_.member_base}, {"ref", id_or_ref}});
}

std::variant<found_member, core::verdict> platform::read_member(http::reply const& r,
                                                                json::monotonic_resource& arena) const {
    if (auto verdict = judge_status(r, settings_, settings_.paths.get)) {
        if (std::holds_alternative<core::gone>(*verdict)) return found_member();
        return std::move(*verdict);
    }
    boost::system::error_code error;
    auto const* body = replies::parse_into(arena, r.body, error);
    if (error) return core::verdict(core::transient{"the reply is not JSON (" + error.message() + ")"});
    if (auto const m = read_document(*body)) return found_member(*m);
    if (auto verdict = judge_error(*body)) return std::move(*verdict);
    if (auto const* const object = body->if_object())
        for (auto const* const key : {"member", "data"})
            if (auto const* const inner = object->if_contains(key)) body = inner;
    if (body->is_null()) return found_member();
    auto const m = read_document(*body);
    if (!m) return core::verdict(core::transient{"the reply holds no member with an id"});
    return found_member(*m);
}

bool platform::looks_by_list(std::span<assignment const> members) const {
    // A filter by id is a guess, and the look-up by id is documented: where the guess is wrong, the engine
    // asks for fewer and fewer at once, and of one by itself every instance can tell.
    return core::makes_member(members.front().what) || (settings_.id_filter && members.size() > 1);
}

http::request platform::look_up(std::span<assignment const> members) const {
    auto const& change = members.front().what;
    if (!looks_by_list(members)) return post(settings_.paths.get, {{"id", members.front().member_id}});
    json::array wanted;
    wanted.reserve(members.size());
    for (auto const& each : members) wanted.emplace_back(each.member_id);
    json::object filter{{"key", core::makes_member(change) ? "ref" : "id"}, {"in", std::move(wanted)}};
    return post(settings_.paths.list, {{"member_base_id", settings_.member_base},
                                       {"pagination", {{"limit", members.size()}}},
                                       {"filters", json::array{std::move(filter)}}});
}

std::variant<std::vector<found_member>, core::verdict> platform::read_found(
    std::span<assignment const> members, http::reply const& r, json::monotonic_resource& arena) const {
    if (!looks_by_list(members)) return provider::read_found(members, r, arena);
    auto read = read_list(r, settings_, arena);
    if (auto* const fault = std::get_if<page_fault>(&read))
        return core::verdict(core::transient{std::move(fault->message)});
    if (auto* const verdict = std::get_if<core::verdict>(&read)) return std::move(*verdict);
    bool const by_ref = core::makes_member(members.front().what);
    std::unordered_map<std::string_view, std::size_t> wanted;
    for (std::size_t i = 0; i < members.size(); ++i) wanted.emplace(members[i].member_id, i);
    std::vector<found_member> found(members.size());
    for (auto const& m : std::get<std::vector<core::member>>(read)) {
        auto const at = wanted.find(by_ref ? ref_of(*m.document) : m.id);
        if (at == wanted.end()) {
            std::string why = "the list gave a member that was not asked for: this instance passes over the "
                              "filter";
            if (by_ref) return core::verdict(core::transient{std::move(why)});
            return core::verdict(core::rejected{"no-filter", std::move(why)});
        }
        found[at->second] = m;
    }
    return found;
}

http::request platform::perform(std::span<assignment const> unit) const {
    return std::visit(
        core::overload{[&](core::upsert_member const&) { return upsert_request(settings_, unit); },
                       [&](core::update_fields const&) { return upsert_request(settings_, unit); },
                       [&](core::delete_member const&) { return delete_request(settings_, unit); },
                       [](core::raw_request const& c) { return raw_requests::request_of(c); },
                       [](auto const&) -> http::request {
                           throw std::logic_error("Publisher has no such change, and objection() says so");
                       }},
        unit.front().what);
}

judgement platform::judge(std::span<assignment const> unit, http::reply const& r) const {
    auto const& change = unit.front().what;
    bool const removes = std::holds_alternative<core::delete_member>(change);
    if (auto verdict =
            judge_status(r, settings_, removes ? settings_.paths.remove : settings_.paths.upsert)) {
        // An upsert finds its member, or makes it: a 404 is about something else.
        bool const upserts =
            core::makes_member(change) || std::holds_alternative<core::update_fields>(change);
        if (upserts && std::holds_alternative<core::gone>(*verdict))
            return core::rejected{"http-404", replies::clean(r.body)};
        return std::move(*verdict);
    }
    // What a raw request is answered with is its route's business; what a deletion is, nobody says.
    if (std::holds_alternative<core::raw_request>(change) || (removes && r.body.empty())) return core::done{};
    boost::system::error_code error;
    auto const body = replies::parse(r.body, error);
    if (error) return core::transient{"a success whose body is not JSON (" + error.message() + ")"};
    if (auto verdict = judge_error(body)) return std::move(*verdict);
    if (removes) return core::done{};
    return judge_upsert(unit, body);
}

doubt platform::in_doubt(core::change const& c) const {
    auto const* const raw = std::get_if<core::raw_request>(&c);
    return raw != nullptr ? raw_requests::in_doubt(*raw) : doubt::read_back;
}

bool platform::needs_current(core::change const& c) const {
    return std::holds_alternative<core::update_fields>(c); // the upsert goes by the ref, not the id
}

core::change platform::complete(core::change const& c, core::member const& now) const {
    auto update = std::get<core::update_fields>(c);
    update.set = publisher::record_of(*now.document, update.set, !settings_.merged);
    return update;
}

effect platform::test(core::change const& c, core::member const& now) const {
    auto const as_effect = [](bool holds) { return holds ? effect::present : effect::absent; };
    return std::visit(
        core::overload{
            [&](core::update_fields const& u) { return as_effect(fields_hold(*now.document, u.set)); },
            [&](core::upsert_member const& u) { return as_effect(fields_hold(*now.document, u.document)); },
            [](core::create_member const&) { return effect::present; }, // the member is there
            [](core::delete_member const&) { return effect::absent; },
            [](auto const&) { return effect::cannot_tell; }},
        c);
}

json::object platform::before_image(core::change const& c, core::member const& now) const {
    return std::visit(
        core::overload{[&](core::update_fields const& u) { return old_fields(*now.document, u.set); },
                       [&](core::upsert_member const& u) { return old_fields(*now.document, u.document); },
                       [&](core::delete_member const&) { return json::object(*now.document); },
                       [](auto const&) { return json::object(); }},
        c);
}

std::optional<std::string> platform::objection(core::change const& c) const {
    using text = std::optional<std::string>;
    return std::visit(
        core::overload{[](core::update_fields const& u) { return objection_to_update(u.set); },
                       [](core::upsert_member const& u) { return objection_to_upsert(u.document); },
                       [](core::create_member const&) {
                           return text("Publisher cannot tell a new member from one that is there: upsert");
                       },
                       [](core::add_plan const&) { return text("Publisher has no plans"); },
                       [](core::remove_plan const&) { return text("Publisher has no plans"); },
                       [](auto const&) { return text(); }},
        c);
}

inquiry platform::inquire(std::span<http::reply const> so_far) const {
    return publisher::inquire(settings_, so_far);
}

} // namespace muster::provider::publisher

namespace muster::provider {

kind publisher_kind() {
    return {"publisher", "Publisher, one of its memberbases.", publisher::settings_schema(),
            publisher::vocabulary(), [](core::node const& n) -> std::unique_ptr<provider> {
                auto read = publisher::read_settings(n);
                if (!read) return nullptr;
                return std::make_unique<publisher::platform>(std::move(*read));
            }};
}

} // namespace muster::provider
