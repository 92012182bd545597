// What the engine relies on, whatever the platform: every provider of the registry goes through this.
#include "provider/registry.hpp"
#include "provider/webhooks.hpp"
#include "support.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace muster::provider {

BOOST_AUTO_TEST_SUITE(provider_conformance)

namespace {

namespace json = boost::json;

using tests::is;
using tests::reply;
using tests::sole;
using tests::unit_of;

std::vector<std::string> all_kinds() {
    std::vector<std::string> names;
    for (auto const& k : kinds()) names.push_back(k.name);
    return names;
}

/// The platform with what it cannot do without.
std::unique_ptr<provider> made(std::string const& kind) {
    static json::object const needed{
        {"publisher", {{"baseUrl", "https://one.example.com"}, {"memberBaseId", "mb_1"}}},
        {"memberstack-tables", {{"table", "products"}, {"unique", "sku"}}}};
    auto const* const settings = needed.if_contains(kind);
    if (settings == nullptr) return make(kind);
    core::problems mistakes;
    return find_kind(kind)->read(core::node(*settings, "", mistakes));
}

/// Whether the platform carries out changes of this kind.
bool has(provider const& platform, core::change const& c) {
    auto const& all = platform.about().vocabulary.operations;
    return all.empty() || std::find(all.begin(), all.end(), core::kind_of(c)) != all.end();
}

/// What an update sets, and what a record is made of: of a table, its fields.
json::object some_fields(provider const& platform) {
    if (platform.about().kind == "memberstack-tables")
        return {{"data", {{"sku", "A-1"}, {"price", 12.5}, {"tags", {"a", "b"}}}}};
    return {{"email", "new@example.com"}, {"customFields", {{"country", "Sweden"}}}, {"json", {{"a", 1}}}};
}

json::object some_record(provider const& platform) {
    if (platform.about().kind == "memberstack-tables") return some_fields(platform);
    return {{"email", "new@example.com"}, {"password", "12345678"}, {"ref", "r-1"}};
}

/// A change of each kind that the platform has.
std::vector<core::change> all_changes(provider const& platform) {
    core::update_fields fields;
    fields.set = some_fields(platform);
    core::raw_request raw;
    raw.method = "POST";
    raw.path = "/members/mem_1/note";
    raw.body = json::object{{"text", "hello"}};
    auto const document = some_record(platform);
    std::vector<core::change> all{core::add_plan{"pln_a"},
                                  core::remove_plan{"pln_a"},
                                  fields,
                                  core::create_member{document},
                                  core::upsert_member{document},
                                  core::delete_member{{{"deleteStripeCustomer", true}}},
                                  raw};
    // An operation that every platform is said to have may still be objected to.
    std::erase_if(
        all, [&](core::change const& c) { return !has(platform, c) || platform.objection(c).has_value(); });
    return all;
}

/// Whether this can stand on a request line: nothing in it splits the line or begins a fragment.
void must_be_a_target(std::string const& target) {
    BOOST_TEST_CONTEXT(target) {
        BOOST_TEST(target.starts_with('/'));
        BOOST_TEST(!target.starts_with("//"));
        BOOST_TEST(std::all_of(target.begin(), target.end(),
                               [](char c) { return c > ' ' && c < 0x7f && c != '#'; }));
    }
}

void must_be_json_or_nothing(std::string const& body) {
    boost::system::error_code error;
    if (!body.empty()) json::parse(body, error);
    BOOST_TEST(!error);
}

constexpr auto hostile = "../x?a=b&c#d e/\r\n\"é";

/// What each status means for every call of every platform.
void must_mean(unsigned status, core::verdict const& v) {
    BOOST_TEST_CONTEXT("status " << status) {
        if (status == 429)
            BOOST_TEST(is<core::throttled>(v));
        else if (status == 408 || status >= 500)
            BOOST_TEST(is<core::transient>(v));
        else if (status == 401)
            BOOST_TEST((is<core::refused>(v)
                        && std::get<core::refused>(v).what == core::refused::cause::credentials));
        else if (status == 403) // perhaps of this member alone: with the code that it then fails with
            BOOST_TEST((is<core::refused>(v)
                        && std::get<core::refused>(v).what == core::refused::cause::permission
                        && !std::get<core::refused>(v).code.empty()));
        else if (status < 400)
            BOOST_TEST(
                (is<core::refused>(v) && std::get<core::refused>(v).what == core::refused::cause::address));
        else
            BOOST_TEST(is<core::rejected>(v));
    }
}

std::vector<unsigned> const telling_statuses{301, 302, 307, 400, 401, 403, 408, 409,
                                             422, 429, 500, 502, 503, 504, 599};
std::vector<std::string> const telling_bodies{"", "{}", "<html>gateway</html>",
                                              R"({"code":"x","message":"y"})", "\xff\x01"};

} // namespace

BOOST_DATA_TEST_CASE(its_profile_is_complete, all_kinds(), kind) {
    auto const platform = made(kind);
    auto const& about = platform->about();
    BOOST_TEST(about.kind == kind);
    BOOST_TEST((about.base_url.empty() || about.base_url.starts_with("https://")));
    BOOST_TEST(!about.base_url.ends_with('/'));
    BOOST_TEST(!about.key_header.empty());
    BOOST_TEST(!about.limits.empty());
    for (auto const& l : about.limits) {
        BOOST_TEST(l.requests > 0U);
        BOOST_TEST((l.window > core::duration()));
    }
    BOOST_TEST(about.page_size > 0U);
    BOOST_TEST(about.can.looked_up_at_once > 0U);
    for (auto const& b : about.can.bulks) BOOST_TEST(b.members > 1U);
    BOOST_TEST(!all_changes(*platform).empty());
    for (auto const& c : all_changes(*platform)) BOOST_TEST(members_per_request(about, c) > 0U);
    BOOST_TEST(!find_kind(kind)->description.empty());
}

BOOST_DATA_TEST_CASE(an_unknown_key_is_taken_for_a_live_one, all_kinds(), kind) {
    BOOST_TEST(made(kind)->is_live("whatever", made(kind)->about().base_url));
    BOOST_TEST(made(kind)->is_live("", made(kind)->about().base_url));
}

BOOST_DATA_TEST_CASE(requests_can_stand_on_the_wire_whatever_they_name, all_kinds(), kind) {
    auto const platform = made(kind);
    list_query q;
    q.after = hostile;
    q.limit = 10;
    q.fields = {hostile};
    q.newest_first = platform->about().can.newest_first;
    must_be_a_target(platform->list(q).target);
    must_be_a_target(platform->get(hostile).target);
    must_be_json_or_nothing(platform->get(hostile).body);
    if (platform->about().can.verify_token) {
        auto const verify = platform->verify_token(hostile);
        must_be_a_target(verify.target);
        must_be_json_or_nothing(verify.body);
    }
    if (auto const* const webhooks = platform->webhooks()) {
        must_be_a_target(webhooks->list(1).target);
        must_be_a_target(webhooks->remove(hostile).target);
        must_be_json_or_nothing(webhooks->add({{}, hostile, {hostile}, {}, {}}).body);
    }
    std::vector<assignment> const sought{{hostile, core::delete_member{}}};
    must_be_a_target(platform->look_up(sought).target);
    must_be_json_or_nothing(platform->look_up(sought).body);
    must_be_json_or_nothing(platform->list(q).body);
    BOOST_TEST(!all_changes(*platform).empty());
    for (auto const& c : all_changes(*platform)) {
        auto const request = platform->perform(unit_of(c, hostile));
        must_be_a_target(request.target);
        must_be_json_or_nothing(request.body);
        BOOST_TEST((request.verb != http::method::get));
    }
}

BOOST_DATA_TEST_CASE(a_raw_request_goes_out_as_it_stands, all_kinds(), kind) {
    core::raw_request raw;
    raw.method = "PUT";
    raw.path = "/a/b?c=d";
    raw.body = json::object{{"x", 1}};
    auto const request = made(kind)->perform(unit_of(raw));
    BOOST_TEST(http::to_string(request.verb) == "PUT");
    BOOST_TEST(request.target == "/a/b?c=d");
    BOOST_TEST(request.body == R"({"x":1})");
    raw.body.reset();
    BOOST_TEST(made(kind)->perform(unit_of(raw)).body == "");
}

BOOST_DATA_TEST_CASE(a_status_that_is_no_success_means_the_same_for_every_call, all_kinds(), kind) {
    auto const platform = made(kind);
    for (auto const status : telling_statuses)
        for (auto const& body : telling_bodies) {
            json::monotonic_resource memory;
            auto const r = reply(status, body);
            for (auto const& c : all_changes(*platform)) {
                auto const verdict = sole(platform->judge(unit_of(c), r));
                must_mean(status, verdict);
            }
            auto const page = platform->read_page({}, r, memory);
            BOOST_REQUIRE(std::holds_alternative<core::verdict>(page));
            must_mean(status, std::get<core::verdict>(page));
            auto const member = platform->read_member(r, memory);
            BOOST_REQUIRE(std::holds_alternative<core::verdict>(member));
            must_mean(status, std::get<core::verdict>(member));
            auto const* const webhooks = platform->webhooks();
            if (webhooks == nullptr) continue;
            auto const listed = webhooks->read_page(r);
            BOOST_REQUIRE(std::holds_alternative<core::verdict>(listed));
            must_mean(status, std::get<core::verdict>(listed));
            must_mean(status, webhooks->read_removed(r));
        }
}

BOOST_DATA_TEST_CASE(a_success_that_makes_no_sense_is_never_taken_for_one, all_kinds(), kind) {
    auto const platform = made(kind);
    for (auto const* const body : {"<html>maintenance</html>", "{\"data\":", "\x1f\x8b\x08", "[[[["}) {
        json::monotonic_resource memory;
        for (auto const& c : all_changes(*platform)) {
            auto const verdict = sole(platform->judge(unit_of(c), reply(200, body)));
            // What a raw request is answered with is its route's business.
            if (std::holds_alternative<core::raw_request>(c))
                BOOST_TEST(is<core::done>(verdict));
            else
                BOOST_TEST(is<core::transient>(verdict));
        }
        BOOST_TEST(std::holds_alternative<page_fault>(platform->read_page({}, reply(200, body), memory)));
        auto const member = platform->read_member(reply(200, body), memory);
        BOOST_REQUIRE(std::holds_alternative<core::verdict>(member));
        BOOST_TEST(is<core::transient>(std::get<core::verdict>(member)));
    }
}

BOOST_DATA_TEST_CASE(a_bulk_is_one_request_that_is_refused_whole, all_kinds(), kind) {
    auto const platform = made(kind);
    for (auto const& c : all_changes(*platform)) {
        if (members_per_request(platform->about(), c) < 3) continue;
        std::vector<assignment> const unit{{"mem_1", c}, {hostile, c}, {"mem_3", c}};
        auto const request = platform->perform(unit);
        must_be_a_target(request.target);
        must_be_json_or_nothing(request.body);
        for (unsigned const status : {400U, 413U, 422U}) {
            auto const judged = platform->judge(unit, reply(status, "{}"));
            BOOST_REQUIRE(std::holds_alternative<core::verdict>(judged)); // so that it is divided
            BOOST_TEST(is<core::rejected>(std::get<core::verdict>(judged)));
        }
        auto const judged = platform->judge(unit, reply(200, "<html>"));
        if (auto const* const whole = std::get_if<core::verdict>(&judged))
            BOOST_TEST(is<core::transient>(*whole));
        else
            BOOST_TEST(std::get<1>(judged).size() == unit.size());
    }
}

BOOST_DATA_TEST_CASE(a_raw_request_cannot_be_tested_for, all_kinds(), kind) {
    json::object const document{{"id", "mem_1"}};
    core::member m;
    m.id = "mem_1";
    m.document = &document;
    BOOST_TEST((made(kind)->test(core::raw_request{}, m) == effect::cannot_tell));
    BOOST_TEST((made(kind)->test(core::delete_member{}, m) == effect::absent));
}

BOOST_DATA_TEST_CASE(what_is_in_doubt_is_settled_in_one_way, all_kinds(), kind) {
    core::raw_request raw;
    BOOST_TEST((made(kind)->in_doubt(raw) == doubt::give_up)); // not idempotent: never twice
    raw.idempotent = true;
    BOOST_TEST((made(kind)->in_doubt(raw) == doubt::send_again));
}

BOOST_DATA_TEST_CASE(what_a_platform_does_not_have_is_objected_to, all_kinds(), kind) {
    auto const platform = made(kind);
    for (core::change const& c :
         {core::change(core::add_plan{"pln_a"}), core::change(core::remove_plan{"pln_a"}),
          core::change(core::upsert_member{{{"email", "a@example.com"}}})})
        if (!has(*platform, c)) BOOST_TEST(platform->objection(c).has_value(), core::kind_of(c));
}

BOOST_AUTO_TEST_CASE(a_kind_from_outside_can_be_named) {
    auto const read = [](core::node const&) { return make("memberstack"); };
    add_kind({"elsewhere", "Another platform.", {}, {}, read});
    BOOST_TEST(make("elsewhere") != nullptr);
    BOOST_CHECK_THROW(add_kind({"elsewhere", "", {}, {}, read}), std::invalid_argument);
    BOOST_CHECK_THROW(add_kind({"memberstack", "", {}, {}, read}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(short_limits_make_the_pace_and_long_ones_are_quotas) {
    profile p;
    BOOST_TEST(requests_per_second(p) == 0);
    BOOST_TEST(quotas(p).empty());
    p.limits = {{1000, std::chrono::hours(1), limit::scope::key}};
    BOOST_TEST(requests_per_second(p) == 0);
    p.limits.push_back({300, std::chrono::minutes(1), limit::scope::key});
    p.limits.push_back({25, std::chrono::seconds(1), limit::scope::address});
    BOOST_TEST(requests_per_second(p) == 5);
    BOOST_REQUIRE_EQUAL(quotas(p).size(), 1U);
    BOOST_TEST(quotas(p).front().requests == 1000U);
}

BOOST_AUTO_TEST_CASE(a_bulk_is_for_its_kind_of_change_alone) {
    profile p;
    p.can.bulks = {{"update", 100}};
    BOOST_TEST(members_per_request(p, core::update_fields{}) == 100U);
    BOOST_TEST(members_per_request(p, core::delete_member{}) == 1U);
}

BOOST_AUTO_TEST_CASE(the_registry_knows_its_own_words_only) {
    BOOST_TEST(make("") == nullptr);
    BOOST_TEST(make("Memberstack") == nullptr);
    BOOST_TEST(make("memberstack") != nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider
