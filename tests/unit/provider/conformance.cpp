// What the engine relies on, whatever the platform: every provider of the registry goes through this.
#include "provider/registry.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace muster::provider {

namespace {

namespace json = boost::json;

std::vector<std::string> all_kinds() {
    auto const known = kinds();
    return {known.begin(), known.end()};
}

std::vector<core::change> all_changes() {
    core::update_fields fields;
    fields.set = {
        {"email", "new@example.com"}, {"customFields", {{"country", "Sweden"}}}, {"json", {{"a", 1}}}};
    core::raw_request raw;
    raw.method = "POST";
    raw.path = "/members/mem_1/note";
    raw.body = json::object{{"text", "hello"}};
    return {core::add_plan{"pln_a"}, core::remove_plan{"pln_a"}, fields, core::delete_member{true, false},
            raw};
}

std::vector<assignment> unit_of(core::change const& c, std::string const& id = "mem_1") {
    return {assignment{id, c}};
}

http::reply reply(unsigned status, std::string body = {}) {
    http::reply r;
    r.status = status;
    r.body = std::move(body);
    return r;
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

template <class Kind>
bool is(core::verdict const& v) {
    return std::holds_alternative<Kind>(v);
}

/// What each status means for every call of every platform.
void must_mean(unsigned status, core::verdict const& v) {
    BOOST_TEST_CONTEXT("status " << status) {
        if (status == 429)
            BOOST_TEST(is<core::throttled>(v));
        else if (status == 408 || status >= 500)
            BOOST_TEST(is<core::transient>(v));
        else if (status == 401 || status == 403)
            BOOST_TEST((is<core::refused>(v)
                        && std::get<core::refused>(v).what == core::refused::cause::credentials));
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

BOOST_AUTO_TEST_SUITE(provider_conformance)

BOOST_DATA_TEST_CASE(its_profile_is_complete, all_kinds(), kind) {
    auto const platform = make(kind);
    auto const& about = platform->about();
    BOOST_TEST(about.kind == kind);
    BOOST_TEST((about.base_url.empty() || about.base_url.starts_with("https://")));
    BOOST_TEST(!about.base_url.ends_with('/'));
    BOOST_TEST(!about.key_header.empty());
    BOOST_TEST(about.requests_per_second > 0);
    BOOST_TEST(about.page_size > 0U);
    BOOST_TEST(about.members_per_request > 0U);
}

BOOST_DATA_TEST_CASE(an_unknown_key_is_taken_for_a_live_one, all_kinds(), kind) {
    BOOST_TEST(make(kind)->is_live_key("whatever"));
    BOOST_TEST(make(kind)->is_live_key(""));
}

BOOST_DATA_TEST_CASE(requests_can_stand_on_the_wire_whatever_they_name, all_kinds(), kind) {
    auto const platform = make(kind);
    list_query q;
    q.after = hostile;
    q.limit = 10;
    q.include_json = q.newest_first = true;
    must_be_a_target(platform->list(q).target);
    must_be_a_target(platform->get(hostile).target);
    must_be_json_or_nothing(platform->get(hostile).body);
    if (auto const verify = platform->verify_token(hostile)) {
        must_be_a_target(verify->target);
        must_be_json_or_nothing(verify->body);
    }
    for (auto const& c : all_changes()) {
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
    auto const request = make(kind)->perform(unit_of(raw));
    BOOST_TEST(http::to_string(request.verb) == "PUT");
    BOOST_TEST(request.target == "/a/b?c=d");
    BOOST_TEST(request.body == R"({"x":1})");
    raw.body.reset();
    BOOST_TEST(make(kind)->perform(unit_of(raw)).body == "");
}

BOOST_DATA_TEST_CASE(a_status_that_is_no_success_means_the_same_for_every_call, all_kinds(), kind) {
    auto const platform = make(kind);
    for (auto const status : telling_statuses)
        for (auto const& body : telling_bodies) {
            json::monotonic_resource memory;
            auto const r = reply(status, body);
            for (auto const& c : all_changes()) {
                auto const unit = unit_of(c);
                auto const verdicts = platform->judge(unit, r);
                BOOST_REQUIRE_EQUAL(verdicts.size(), unit.size());
                must_mean(status, verdicts.front());
            }
            auto const page = platform->read_page(r, memory);
            BOOST_REQUIRE(std::holds_alternative<core::verdict>(page));
            must_mean(status, std::get<core::verdict>(page));
            auto const member = platform->read_member(r, memory);
            BOOST_REQUIRE(std::holds_alternative<core::verdict>(member));
            must_mean(status, std::get<core::verdict>(member));
        }
}

BOOST_DATA_TEST_CASE(a_success_that_makes_no_sense_is_never_taken_for_one, all_kinds(), kind) {
    auto const platform = make(kind);
    for (auto const* const body : {"<html>maintenance</html>", "{\"data\":", "\x1f\x8b\x08", "[[[["}) {
        json::monotonic_resource memory;
        for (auto const& c : all_changes()) {
            auto const verdict = platform->judge(unit_of(c), reply(200, body)).front();
            // What a raw request is answered with is its route's business.
            if (std::holds_alternative<core::raw_request>(c))
                BOOST_TEST(is<core::done>(verdict));
            else
                BOOST_TEST(is<core::transient>(verdict));
        }
        BOOST_TEST(std::holds_alternative<page_fault>(platform->read_page(reply(200, body), memory)));
        auto const member = platform->read_member(reply(200, body), memory);
        BOOST_REQUIRE(std::holds_alternative<core::verdict>(member));
        BOOST_TEST(is<core::transient>(std::get<core::verdict>(member)));
    }
}

BOOST_DATA_TEST_CASE(a_raw_request_cannot_be_tested_for, all_kinds(), kind) {
    json::object const document{{"id", "mem_1"}};
    core::member m;
    m.id = "mem_1";
    m.document = &document;
    BOOST_TEST((make(kind)->test(core::raw_request{}, m) == effect::cannot_tell));
    BOOST_TEST((make(kind)->test(core::delete_member{}, m) == effect::absent));
}

BOOST_AUTO_TEST_CASE(the_registry_knows_its_own_words_only) {
    BOOST_TEST(make("") == nullptr);
    BOOST_TEST(make("Memberstack") == nullptr);
    BOOST_TEST(make("memberstack") != nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider
