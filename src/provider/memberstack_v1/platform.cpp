#include "provider/memberstack_v1/platform.hpp"

#include "core/overload.hpp"
#include "core/whole_number.hpp"
#include "provider/builtin.hpp"
#include "provider/documents.hpp"
#include "provider/memberstack_v1/bounds.hpp"
#include "provider/memberstack_v1/guesses.hpp"
#include "provider/memberstack_v1/replies.hpp"
#include "provider/memberstack_v1/state.hpp"
#include "provider/memberstack_v1/vocabulary.hpp"
#include "provider/raw_requests.hpp"
#include "provider/replies.hpp"

#include <boost/json/serialize.hpp>

#include <stdexcept>

namespace muster::provider::memberstack_v1 {

namespace json = boost::json;
using replies::parse_into;

namespace {

std::string member_target(std::string_view id) {
    return "/members/" + http::percent_encode(id);
}

/// A list, or a member that is to be made, cannot be gone: whatever is not there, it is not that.
core::verdict without_gone(core::verdict v) {
    if (std::holds_alternative<core::gone>(v)) return core::rejected{"http-404", "there is no such address"};
    return v;
}

/// What the body of a success says; nullopt if it is a plain success.
std::optional<core::verdict> judge_deletion(json::value const& body) {
    auto const* const object = body.if_object();
    auto const* const success = object != nullptr ? object->if_contains("success") : nullptr;
    if (success != nullptr && *success == json::value(true)) return std::nullopt;
    return core::transient{"a success that does not say `success`"};
}

} // namespace

platform::platform(settings s) : settings_(s) {
    profile_.kind = "memberstack-v1";
    profile_.base_url = "https://api.memberstack.com/v1";
    profile_.key_header = "X-API-KEY";
    profile_.limits = {{10, std::chrono::seconds(1), limit::scope::address}}; // our guess: none is documented
    profile_.page_size = s.largest_page;
    profile_.identity = {"id", "_id", "email"};
    profile_.can.list_shifts = true;
    profile_.vocabulary = memberstack_v1::vocabulary(s);
}

bool platform::is_live(std::string_view key, std::string_view) const {
    // Keys have no documented form, and members of both modes stand in one list: every key is taken for live.
    // `sk_sb_` begins the sandbox keys of the later platform, which this one refuses, and the fake one takes.
    return !key.starts_with("sk_sb_");
}

http::request platform::list(list_query const& q) const {
    auto const number = q.after.empty() ? std::to_string(settings_.first_page) : q.after;
    return {http::method::get,
            "/members?limit=" + std::to_string(q.limit) + "&page=" + http::percent_encode(number)};
}

std::variant<page, page_fault, core::verdict> platform::read_page(list_query const& q, http::reply const& r,
                                                                  json::monotonic_resource& arena) const {
    if (auto verdict = judge_status(r)) return without_gone(std::move(*verdict));
    boost::system::error_code error;
    auto const read = replies::parse_listing(arena, r.body, "members", q.kept, error);
    auto const* const parsed = read.body;
    if (error) return page_fault{"the page is not JSON (" + error.message() + ")"};
    if (auto const said = find_error(*parsed)) return without_gone(judge_error(*said, r.status));
    auto const* const body = parsed->if_object();
    auto const* const members =
        body != nullptr ? documents::at_or_null(*body, "members").if_array() : nullptr;
    if (members == nullptr) return page_fault{"the page holds no list of members (`members`)"};

    page result;
    result.members.reserve(members->size());
    for (auto const& each : *members) {
        auto m = read_document(each);
        auto const number = result.members.size();
        if (!m) return page_fault{"member " + std::to_string(number + 1) + " of the page has no id"};
        read.lend_texts(*m, number);
        result.members.push_back(*m);
    }
    // Nothing says where the list ends but a page without members: one that is shorter than asked for need
    // not be the last, as the platform may cut a page to fewer.
    result.more = !result.members.empty();
    auto const number = q.after.empty() ? settings_.first_page : core::whole_number(q.after);
    if (!number) return page_fault{"the position `" + replies::clean(q.after) + "` is no number of a page"};
    result.next = std::to_string(*number + 1);
    return result;
}

http::request platform::get(std::string_view id) const {
    return {http::method::get, member_target(id)};
}

std::variant<found_member, core::verdict> platform::read_member(http::reply const& r,
                                                                json::monotonic_resource& arena) const {
    auto verdict = judge_status(r);
    if (verdict && std::holds_alternative<core::gone>(*verdict)) return found_member();
    if (verdict) return std::move(*verdict);
    boost::system::error_code error;
    auto const* const parsed = parse_into(arena, r.body, error);
    if (error) return core::verdict(core::transient{"the reply is not JSON (" + error.message() + ")"});
    if (auto const said = find_error(*parsed)) {
        auto judged = judge_error(*said, r.status);
        if (std::holds_alternative<core::gone>(judged)) return found_member();
        return judged;
    }
    auto const* const body = parsed->if_object();
    auto const* const shown = body != nullptr ? body->if_contains("member") : nullptr;
    if (shown == nullptr) return core::verdict(core::transient{"the reply holds no `member`"});
    if (shown->is_null()) return found_member();
    auto const m = read_document(*shown);
    if (!m) return core::verdict(core::transient{"the reply holds no member with an id"});
    return found_member(*m);
}

http::request platform::perform(std::span<assignment const> unit) const {
    auto const& one = unit.front();
    auto const target = member_target(one.member_id);
    return std::visit(
        core::overload{[&](core::update_fields const& c) {
                           auto const body = settings_.under_data ? json::object{{"data", c.set}} : c.set;
                           return http::request(http::method::post, target, json::serialize(body));
                       },
                       [&](core::create_member const& c) {
                           return http::request(http::method::post, "/members", json::serialize(c.document));
                       },
                       [&](core::delete_member const&) { return http::request(http::method::del, target); },
                       [](core::raw_request const& c) { return raw_requests::request_of(c); },
                       [](auto const&) -> http::request {
                           throw std::logic_error("Memberstack 1.0 cannot do that, and objection() says so");
                       }},
        one.what);
}

judgement platform::judge(std::span<assignment const> unit, http::reply const& r) const {
    auto const& change = unit.front().what;
    bool const creates = std::holds_alternative<core::create_member>(change);
    // A member with this address is there, be it from an earlier try; so that it may be sent again in doubt.
    auto const settled = [&](core::verdict v) -> core::verdict {
        if (!creates) return v;
        auto const* const no = std::get_if<core::rejected>(&v);
        if (no != nullptr && says_email_is_taken(no->message)) return core::already{};
        return without_gone(std::move(v));
    };
    if (auto verdict = judge_status(r)) return settled(std::move(*verdict));
    bool const deletes = std::holds_alternative<core::delete_member>(change);
    bool const raw = std::holds_alternative<core::raw_request>(change);
    if (r.body.empty() && (deletes || raw)) return core::done{};
    boost::system::error_code error;
    auto const body = replies::parse(r.body, error);
    if (error && raw) return core::done{}; // what it is answered with is its route's business
    if (error) return core::transient{"a success whose body is not JSON (" + error.message() + ")"};
    if (auto const said = find_error(body)) return settled(judge_error(*said, r.status));
    if (raw) return core::done{};
    if (deletes) return judge_deletion(body).value_or(core::done{});
    auto const* const shown = body.is_object() ? body.get_object().if_contains("member") : nullptr;
    auto const member = shown != nullptr ? read_document(*shown) : std::nullopt;
    if (!member) return core::transient{"a success without a member"};
    return core::done{creates ? std::string(member->id) : std::string()};
}

doubt platform::in_doubt(core::change const& c) const {
    auto const by_setting = settings_.send_again ? doubt::send_again : doubt::give_up;
    return std::visit(
        core::overload{[](core::raw_request const& raw) { return raw_requests::in_doubt(raw); },
                       [&](core::update_fields const& u) {
                           return sets_what_is_hidden(u.set, settings_) ? by_setting : doubt::read_back;
                       },
                       // There is no look-up by e-mail address. A second member with the same address is
                       // refused (our guess), so that sending twice makes one member.
                       [&](core::create_member const&) { return by_setting; },
                       [](auto const&) { return doubt::read_back; }},
        c);
}

bool platform::needs_current(core::change const& c) const {
    auto const* const update = std::get_if<core::update_fields>(&c);
    return update != nullptr && update->merge && settings_.replaces_meta_data
           && update->set.contains("metaData");
}

core::change platform::complete(core::change const& c, core::member const& now) const {
    auto update = std::get<core::update_fields>(c);
    auto& slot = update.set["metaData"];
    slot = documents::merge_patch(documents::at_or_null(*now.document, "metaData"), slot);
    update.merge = false;
    return update;
}

effect platform::test(core::change const& c, core::member const& now) const {
    return std::visit(
        core::overload{[&](core::update_fields const& u) { return fields_hold(*now.document, u, settings_); },
                       // The member is there.
                       [](core::create_member const&) { return effect::present; },
                       [](core::delete_member const&) { return effect::absent; },
                       [](auto const&) { return effect::cannot_tell; }},
        c);
}

json::object platform::before_image(core::change const& c, core::member const& now) const {
    return std::visit(core::overload{[&](core::update_fields const& u) {
                                         return old_fields(*now.document, u.set, settings_);
                                     },
                                     [&](core::delete_member const&) { return json::object(*now.document); },
                                     [](auto const&) { return json::object(); }},
                      c);
}

std::optional<std::string> platform::objection(core::change const& c) const {
    using objected = std::optional<std::string>;
    return std::visit(
        core::overload{
            [](core::update_fields const& u) { return objection_to_update(u.set); },
            [](core::create_member const& m) { return objection_to_new_member(m.document); },
            [](core::add_plan const&) {
                return objected("Memberstack 1.0 can give a plan to a new member only");
            },
            [](core::remove_plan const&) { return objected("Memberstack 1.0 cannot take plans away"); },
            [](core::upsert_member const&) {
                return objected("Memberstack 1.0 cannot upsert: create, or update");
            },
            [](auto const&) { return objected(); }},
        c);
}

inquiry platform::inquire(std::span<http::reply const> so_far) const {
    return memberstack_v1::inquire(settings_, so_far);
}

} // namespace muster::provider::memberstack_v1

namespace muster::provider {

kind memberstack_v1_kind() {
    return {"memberstack-v1", "Memberstack 1.0, by its older REST API.", memberstack_v1::settings_schema(),
            memberstack_v1::vocabulary({}), [](core::node const& block) {
                return std::make_unique<memberstack_v1::platform>(memberstack_v1::read_settings(block));
            }};
}

} // namespace muster::provider
