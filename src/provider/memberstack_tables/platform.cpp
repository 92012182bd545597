#include "provider/memberstack_tables/platform.hpp"

#include "core/ascii.hpp"
#include "core/overload.hpp"
#include "core/printable.hpp"
#include "provider/builtin.hpp"
#include "provider/documents.hpp"
#include "provider/memberstack/account.hpp"
#include "provider/memberstack_tables/guesses.hpp"
#include "provider/memberstack_tables/queries.hpp"
#include "provider/memberstack_tables/records.hpp"
#include "provider/memberstack_tables/replies.hpp"
#include "provider/memberstack_tables/state.hpp"
#include "provider/memberstack_tables/vocabulary.hpp"
#include "provider/raw_requests.hpp"
#include "provider/replies.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace muster::provider::memberstack_tables {

namespace json = boost::json;

using documents::at_or_null;
using replies::parse_into;

namespace {

/// What is wrong with the fields of a record, or nullopt.
std::optional<std::string> objection_to(json::object const& document, std::string const& what) {
    for (auto const& entry : document)
        if (entry.key() != "data")
            return "the fields of " + what + R"( stand under "data", and )" + core::quoted(entry.key())
                   + " stands beside it";
    auto const* const data = at_or_null(document, "data").if_object();
    if (data == nullptr) return what + R"( must be given as {"data": {...}})";
    if (data->empty()) return what + " names no field";
    return std::nullopt;
}

json::object const& held_by(json::object const& document) {
    static json::object const none;
    auto const* const data = at_or_null(document, "data").if_object();
    return data != nullptr ? *data : none;
}

bool shows_record(core::change const& c) {
    return std::holds_alternative<core::update_fields>(c) || std::holds_alternative<core::create_member>(c);
}

} // namespace

platform::platform(settings s)
    : settings_(std::move(s)),
      profile_(memberstack::account_profile("memberstack-tables")) {
    profile_.page_size = largest_page;
    profile_.can.newest_first = true;
    if (!settings_.unique.empty()) profile_.can.looked_up_by_reference = 1;
    profile_.vocabulary = memberstack_tables::vocabulary(settings_);
}

bool platform::is_live(std::string_view key, std::string_view) const {
    return memberstack::is_live_key(key);
}

std::optional<std::string> platform::objection_to_key(std::string_view key) const {
    return memberstack::find_wrong_key(key);
}

http::request platform::list(list_query const& q) const {
    return list_request(settings_, q);
}

std::variant<page, page_fault, core::verdict> platform::read_page(list_query const&, http::reply const& r,
                                                                  json::monotonic_resource& arena) const {
    if (auto verdict = judge_status(r, settings_, subject::table)) return std::move(*verdict);
    boost::system::error_code error;
    auto const* const body = parse_into(arena, r.body, error);
    if (error) return page_fault{"the page is not JSON (" + error.message() + ")"};
    if (auto const found = memberstack::find_complaint(*body, false))
        return judge_complaint(*found, r.status, settings_, subject::table);
    auto read = read_page_of(*body);
    if (auto* const fault = std::get_if<page_fault>(&read)) return std::move(*fault);
    return std::move(std::get<page>(read));
}

http::request platform::get(std::string_view id) const {
    return find_by_id(settings_, id);
}

std::variant<found_member, core::verdict> platform::read_member(http::reply const& r,
                                                                json::monotonic_resource& arena) const {
    if (auto verdict = judge_status(r, settings_, subject::look)) {
        if (std::holds_alternative<core::gone>(*verdict)) return found_member();
        return std::move(*verdict);
    }
    boost::system::error_code error;
    auto const* const body = parse_into(arena, r.body, error);
    if (error) return core::verdict(core::transient{"the reply is not JSON (" + error.message() + ")"});
    if (auto const found = memberstack::find_complaint(*body, false))
        return judge_complaint(*found, r.status, settings_, subject::look);
    auto const* const record = find_record(*body);
    // A member who is not there is `data: null` at the same address (SDK 1.7.0).
    if (record != nullptr && record->is_null()) return found_member();
    auto const m = record != nullptr ? read_record(*record) : std::nullopt;
    if (!m) return core::verdict(core::transient{"the reply holds no record with an id"});
    return found_member(*m);
}

http::request platform::look_up(std::span<assignment const> members) const {
    auto const& one = members.front();
    if (!core::makes_member(one.what)) return find_by_id(settings_, one.member_id);
    return find_by_unique(settings_, one.member_id);
}

std::variant<std::vector<found_member>, core::verdict> platform::read_found(
    std::span<assignment const> members, http::reply const& r, json::monotonic_resource& arena) const {
    auto const& sought = members.front();
    auto one =
        core::makes_member(sought.what) ? read_unique(sought.member_id, r, arena) : read_member(r, arena);
    if (auto* const v = std::get_if<core::verdict>(&one)) return std::move(*v);
    return std::vector<found_member>{std::get<found_member>(one)};
}

/// A platform may compare texts without case: what it finds is held against the whole.
std::variant<found_member, core::verdict> platform::read_unique(std::string_view value, http::reply const& r,
                                                                json::monotonic_resource& arena) const {
    auto const read = read_page({}, r, arena);
    if (auto const* const v = std::get_if<core::verdict>(&read)) return *v;
    if (auto const* const f = std::get_if<page_fault>(&read))
        return core::verdict(core::transient{f->message});
    json::value const wanted(value);
    found_member found;
    for (auto const& each : std::get<page>(read).members) {
        auto const& shown = at_or_null(held_by(*each.document), settings_.unique);
        auto const* const text = shown.if_string();
        if (text == nullptr || core::lower_ascii(*text) != core::lower_ascii(value))
            return core::verdict(core::transient{"the platform takes no notice of `where`: it was asked for "
                                                 + core::quoted(value) + " and gave another record"});
        if (shown != wanted) continue;
        if (found)
            return core::verdict(core::rejected{
                "not-unique", "several records have " + core::quoted(value) + " as their "
                                  + core::quoted(settings_.unique)
                                  + "; provider.unique must name a field of type TEXT_UNIQUE"});
        found = each;
    }
    return found;
}

http::request platform::perform(std::span<assignment const> unit) const {
    auto const& one = unit.front();
    auto const target = record_target(settings_, one.member_id);
    return std::visit(
        core::overload{[&](core::update_fields const& c) {
                           return http::request(http::method::put, target, json::serialize(c.set));
                       },
                       [&](core::create_member const& c) {
                           return http::request(http::method::post, records_target(settings_),
                                                json::serialize(c.document));
                       },
                       [&](core::delete_member const&) { return http::request(http::method::del, target); },
                       [](core::raw_request const& c) { return raw_requests::request_of(c); },
                       [](auto const&) -> http::request {
                           throw std::logic_error("tables have no such change, and objection() says so");
                       }},
        one.what);
}

judgement platform::judge(std::span<assignment const> unit, http::reply const& r) const {
    auto const& change = unit.front().what;
    auto const of = core::makes_member(change) ? subject::table : subject::change;
    if (auto verdict = judge_status(r, settings_, of)) return std::move(*verdict);
    auto verdict = judge_success(change, r);
    // Where no look can tell whether it is done, it is in doubt, not refused.
    auto const* const rejection = std::get_if<core::rejected>(&verdict);
    bool const perhaps_done =
        rejection != nullptr && rejection->how == core::rejected::certainty::perhaps_done;
    if (perhaps_done && in_doubt(change) == doubt::give_up)
        return core::transient{"a success with an error inside: " + rejection->message};
    return verdict;
}

core::verdict platform::judge_success(core::change const& c, http::reply const& r) const {
    if (r.body.empty() && !shows_record(c)) return core::done{};
    json::monotonic_resource memory;
    boost::system::error_code error;
    auto const* const body = parse_into(memory, r.body, error);
    // What a raw request is answered with is its route's business.
    if (error && std::holds_alternative<core::raw_request>(c)) return core::done{};
    if (error) return core::transient{"a success whose body is not JSON (" + error.message() + ")"};
    if (auto const found = memberstack::find_complaint(*body, false))
        return judge_complaint(*found, r.status, settings_,
                               core::makes_member(c) ? subject::table : subject::change);
    if (!shows_record(c)) return core::done{};
    auto const* const record = find_record(*body);
    auto const m = record != nullptr ? read_record(*record) : std::nullopt;
    if (!m) return core::transient{"a success without the record", true};
    return core::done{core::makes_member(c) ? std::string(m->id) : std::string()};
}

doubt platform::in_doubt(core::change const& c) const {
    if (auto const* const raw = std::get_if<core::raw_request>(&c)) return raw_requests::in_doubt(*raw);
    // Where a record that may have been made cannot be looked for, sending again might make a second one.
    if (core::makes_member(c) && settings_.unique.empty()) return doubt::give_up;
    return doubt::read_back;
}

bool platform::needs_current(core::change const&) const {
    return false; // PUT is of the fields that it names
}

core::change platform::complete(core::change const& c, core::member const&) const {
    return c;
}

effect platform::test(core::change const& c, core::member const& now) const {
    return std::visit(
        core::overload{[&](core::update_fields const& u) {
                           return fields_hold(*now.document, held_by(u.set)) ? effect::present
                                                                             : effect::absent;
                       },
                       [](core::create_member const&) { return effect::present; }, // it is there
                       [](core::delete_member const&) { return effect::absent; },
                       [](auto const&) { return effect::cannot_tell; }},
        c);
}

json::object platform::before_image(core::change const& c, core::member const& now) const {
    return std::visit(
        core::overload{[&](core::update_fields const& u) {
                           return json::object{{"data", old_fields(*now.document, held_by(u.set))}};
                       },
                       [&](core::delete_member const&) { return json::object(*now.document); },
                       [](auto const&) { return json::object(); }},
        c);
}

std::optional<std::string> platform::objection(core::change const& c) const {
    if (auto const* const update = std::get_if<core::update_fields>(&c))
        return objection_to(update->set, "an update");
    if (auto const* const made = std::get_if<core::create_member>(&c)) {
        if (auto why = objection_to(made->document, "a record")) return why;
        auto const& field = settings_.unique;
        if (field.empty() || at_or_null(held_by(made->document), field).is_string()) return std::nullopt;
        return "its " + core::quoted(field) + ", by which the platform knows it, is no text";
    }
    bool const has_it =
        std::holds_alternative<core::delete_member>(c) || std::holds_alternative<core::raw_request>(c);
    if (has_it) return std::nullopt;
    return "Data Tables have no \"" + std::string(core::kind_of(c)) + "\"";
}

inquiry platform::inquire(std::span<http::reply const> so_far) const {
    return memberstack_tables::inquire(settings_, so_far);
}

} // namespace muster::provider::memberstack_tables

namespace muster::provider {

kind memberstack_tables_kind() {
    return {"memberstack-tables", "A table of Memberstack's Data Tables, whose records are the members.",
            memberstack_tables::schema_of_settings(), memberstack_tables::vocabulary({"", "", "reference"}),
            [](core::node const& n) -> std::unique_ptr<provider> {
                auto s = memberstack_tables::read_settings(n);
                if (!s) return nullptr;
                return std::make_unique<memberstack_tables::platform>(std::move(*s));
            }};
}

} // namespace muster::provider
