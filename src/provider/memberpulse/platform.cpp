#include "provider/memberpulse/platform.hpp"

#include "core/ascii.hpp"
#include "core/overload.hpp"
#include "http/endpoint.hpp"
#include "provider/builtin.hpp"
#include "provider/documents.hpp"
#include "provider/memberpulse/guesses.hpp"
#include "provider/memberpulse/pages.hpp"
#include "provider/memberpulse/records.hpp"
#include "provider/memberpulse/replies.hpp"
#include "provider/memberpulse/state.hpp"
#include "provider/memberpulse/vocabulary.hpp"
#include "provider/memberpulse/webhooks.hpp"
#include "provider/raw_requests.hpp"
#include "provider/replies.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <stdexcept>

namespace muster::provider::memberpulse {

namespace json = boost::json;
using replies::parse_into;

namespace {

/// The platform's sandbox, or this machine.
bool is_test_host(std::string_view written) {
    auto const host = core::lower_ascii(written);
    bool const ipv4_loopback =
        host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos;
    return host == "sandbox.memberpulse.com" || host == "localhost" || host == "::1" || ipv4_loopback;
}

bool is_email(json::value const& v) {
    return v.is_string() && v.get_string().find('@') != std::string_view::npos;
}

/// The records of a look-up by e-mail address.
struct looked_up {
    std::vector<core::member> all;
};

std::variant<looked_up, core::verdict> read_all(json::array const& records, json::monotonic_resource& arena) {
    looked_up found;
    for (auto const& each : records) {
        auto const m = read_record(each, arena);
        if (!m) return core::verdict(core::transient{"the reply holds a record without an id"});
        found.all.push_back(*m);
    }
    return found;
}

} // namespace

platform::platform(settings s) : settings_(std::move(s)) {
    profile_.kind = "memberpulse";
    profile_.base_url = "https://api.memberpulse.com/api";
    profile_.key_header = "Authorization";
    profile_.key_prefix = "Bearer ";
    profile_.limits = {{settings_.requests_per_hour, std::chrono::hours(1), limit::scope::key}};
    profile_.page_size = settings_.largest_page;
    profile_.can.list_shifts = true;
    if (settings_.of_members() && settings_.reference == "email") profile_.can.looked_up_by_reference = 1;
    profile_.vocabulary = memberpulse::vocabulary(settings_);
}

bool platform::is_live(std::string_view, std::string_view base_url) const {
    // Keys of both look alike, as far as is known: the address tells. Plain http goes to this machine only.
    try {
        auto const at = http::parse_endpoint(base_url);
        return at.tls && !is_test_host(at.host);
    } catch (std::invalid_argument const&) {
        return true;
    }
}

std::string platform::record_target(std::string_view id) const {
    return "/" + settings_.resource + "/" + http::percent_encode(id);
}

http::request platform::list(list_query const& q) const {
    return {http::method::get, list_target(settings_, q)};
}

std::variant<page, page_fault, core::verdict> platform::read_page(list_query const& q, http::reply const& r,
                                                                  json::monotonic_resource& arena) const {
    if (auto verdict = judge_status_of_route(r)) return std::move(*verdict);
    boost::system::error_code error;
    auto const* const body = parse_into(arena, r.body, error);
    if (error) return page_fault{"the page is not JSON (" + error.message() + ")"};
    return read_list(settings_, q, *body, arena);
}

http::request platform::get(std::string_view id_or_email) const {
    bool const by_email = settings_.of_members() && id_or_email.find('@') != std::string_view::npos;
    if (!by_email) return {http::method::get, record_target(id_or_email)};
    // More than one, so that a platform which takes no notice of the filter is found out.
    return {http::method::get, "/members?email=" + http::percent_encode(id_or_email) + "&itemsPerPage=10"};
}

std::variant<found_member, core::verdict> platform::read_member(http::reply const& r,
                                                                json::monotonic_resource& arena) const {
    if (auto verdict = judge_status(r)) {
        if (std::holds_alternative<core::gone>(*verdict)) return found_member();
        return std::move(*verdict);
    }
    boost::system::error_code error;
    auto const* const body = parse_into(arena, r.body, error);
    if (error) return core::verdict(core::transient{"the reply is not JSON (" + error.message() + ")"});
    if (auto const list = find_list(*body)) {
        auto read = read_all(*list->records, arena);
        if (auto* const v = std::get_if<core::verdict>(&read)) return std::move(*v);
        auto const& all = std::get<looked_up>(read).all;
        if (all.size() > 1) return core::verdict(core::transient{"the look-up found more than one record"});
        return all.empty() ? found_member() : found_member(all.front());
    }
    auto const* const record = find_record(*body);
    auto const m = record != nullptr ? read_record(*record, arena) : std::nullopt;
    if (!m) return core::verdict(core::transient{"the reply holds no record with an id"});
    return found_member(*m);
}

std::variant<std::vector<found_member>, core::verdict> platform::read_found(
    std::span<assignment const> members, http::reply const& r, json::monotonic_resource& arena) const {
    // A 404 of the list is its route's: that the record has not been made, it does not say.
    bool const listed = std::holds_alternative<core::create_member>(members.front().what);
    if (auto verdict = listed ? judge_status_of_route(r) : std::nullopt) return std::move(*verdict);
    boost::system::error_code error;
    auto const* const body = r.status == 200 ? parse_into(arena, r.body, error) : nullptr;
    auto const list = body != nullptr && !error ? find_list(*body) : std::nullopt;
    if (!list) {
        auto one = read_member(r, arena);
        if (auto* const v = std::get_if<core::verdict>(&one)) return std::move(*v);
        return std::vector<found_member>{std::get<found_member>(one)};
    }
    // The filter may find a part of an address too; what it finds is held against the whole.
    auto read = read_all(*list->records, arena);
    if (auto* const v = std::get_if<core::verdict>(&read)) return std::move(*v);
    auto const& all = std::get<looked_up>(read).all;
    json::value const wanted(members.front().member_id);
    for (auto const& each : all)
        if (documents::same_email(json::value(each.email), wanted)) return std::vector<found_member>{each};
    settings asked = settings_;
    asked.query = {{"email", members.front().member_id}};
    if (auto why = find_unfiltered(asked, all)) return core::verdict(core::transient{std::move(*why)});
    return std::vector<found_member>{found_member()};
}

http::request platform::perform(std::span<assignment const> unit) const {
    auto const& one = unit.front();
    auto const target = record_target(one.member_id);
    return std::visit(
        core::overload{[&](core::update_fields const& c) {
                           return http::request(http::method::put, target, json::serialize(c.set));
                       },
                       [&](core::create_member const& c) {
                           return http::request(http::method::post, "/" + settings_.resource,
                                                json::serialize(c.document));
                       },
                       [&](core::delete_member const&) { return http::request(http::method::del, target); },
                       [](core::raw_request const& c) { return raw_requests::request_of(c); },
                       [](auto const&) -> http::request {
                           throw std::logic_error("MemberPulse has no such change, and objection() says so");
                       }},
        one.what);
}

judgement platform::judge(std::span<assignment const> unit, http::reply const& r) const {
    auto const& change = unit.front().what;
    bool const update = std::holds_alternative<core::update_fields>(change);
    if (auto outdated = update ? judge_outdated(r) : std::nullopt) return std::move(*outdated);
    bool const of_a_record = update || std::holds_alternative<core::delete_member>(change);
    if (auto verdict = of_a_record ? judge_status(r) : judge_status_of_route(r)) return std::move(*verdict);
    return judge_success(change, r);
}

core::verdict platform::judge_success(core::change const& c, http::reply const& r) const {
    bool const makes = std::holds_alternative<core::create_member>(c);
    if (r.body.empty() && !makes) return core::done{};                     // DELETE answers 204
    if (std::holds_alternative<core::raw_request>(c)) return core::done{}; // its route's business
    json::monotonic_resource memory;
    boost::system::error_code error;
    auto const* const body = parse_into(memory, r.body, error);
    if (error) return core::transient{"a success whose body is not JSON (" + error.message() + ")"};
    if (std::holds_alternative<core::delete_member>(c)) return core::done{};
    auto const* const record = find_record(*body);
    auto const m = record != nullptr ? read_record(*record, memory) : std::nullopt;
    if (!m) return core::transient{"a success without the record"};
    return core::done{makes ? std::string(m->id) : std::string()};
}

doubt platform::in_doubt(core::change const& c) const {
    if (auto const* const raw = std::get_if<core::raw_request>(&c)) return raw_requests::in_doubt(*raw);
    // Where a record that may have been made cannot be looked for, sending again might make a second one.
    if (std::holds_alternative<core::create_member>(c) && !settings_.finds_by_reference())
        return doubt::give_up;
    return doubt::read_back;
}

bool platform::needs_current(core::change const& c) const {
    return std::holds_alternative<core::update_fields>(c); // PUT takes the whole record
}

core::change platform::complete(core::change const& c, core::member const& now) const {
    auto update = std::get<core::update_fields>(c);
    update.set = whole_record(settings_, *now.document, update.set);
    return update;
}

effect platform::test(core::change const& c, core::member const& now) const {
    return std::visit(
        core::overload{[&](core::update_fields const& u) {
                           return fields_hold(settings_, *now.document, u.set) ? effect::present
                                                                               : effect::absent;
                       },
                       [](core::create_member const&) { return effect::present; }, // it is there
                       [](core::delete_member const&) { return effect::absent; },
                       [](auto const&) { return effect::cannot_tell; }},
        c);
}

json::object platform::before_image(core::change const& c, core::member const& now) const {
    return std::visit(core::overload{[&](core::update_fields const& u) {
                                         json::object old;
                                         for (auto const& field : u.set)
                                             old[field.key()] =
                                                 documents::at_or_null(*now.document, field.key());
                                         return old;
                                     },
                                     [&](core::delete_member const&) { return json::object(*now.document); },
                                     [](auto const&) { return json::object(); }},
                      c);
}

std::optional<std::string> platform::objection(core::change const& c) const {
    auto const bad_email = [&](json::object const& fields) {
        auto const* const email = fields.if_contains("email");
        return settings_.of_members() && email != nullptr && !is_email(*email);
    };
    if (auto const* const update = std::get_if<core::update_fields>(&c)) {
        for (auto const& field : update->set)
            if (settings_.is_read_only(field.key()))
                return "the platform itself writes \"" + std::string(field.key())
                       + "\", so an update cannot set it (provider.readOnly)";
        if (bad_email(update->set)) return "the new e-mail address is not one";
        return std::nullopt;
    }
    if (auto const* const made = std::get_if<core::create_member>(&c)) {
        if (bad_email(made->document)) return "the e-mail address of the new member is not one";
        return std::nullopt;
    }
    bool const has_it =
        std::holds_alternative<core::delete_member>(c) || std::holds_alternative<core::raw_request>(c);
    if (has_it) return std::nullopt;
    return "MemberPulse has no \"" + std::string(core::kind_of(c)) + "\"";
}

webhook_calls const* platform::webhooks() const {
    return &account_webhooks();
}

inquiry platform::inquire(std::span<http::reply const> so_far) const {
    return memberpulse::inquire(settings_, so_far);
}

} // namespace muster::provider::memberpulse

namespace muster::provider {

kind memberpulse_kind() {
    return {"memberpulse", "MemberPulse, by its REST API: members, events or courses.",
            memberpulse::schema_of_settings(), memberpulse::vocabulary({}), [](core::node const& n) {
                return std::make_unique<memberpulse::platform>(memberpulse::read_settings(n));
            }};
}

} // namespace muster::provider
