#include "engine/proposal.hpp"

#include "provider/registry.hpp"
#include "spec/document.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <random>

using namespace muster;

namespace {

namespace json = boost::json;

spec::spec spec_of(std::string const& kind, std::string const& rest) {
    auto const text =
        R"({"name": "test", "provider": {"kind": ")" + kind + R"(", "key": {"env": "K"}}, )" + rest + "}";
    core::problems found;
    auto s = spec::read_document(json::parse(text).as_object(), std::nullopt, found);
    BOOST_TEST_REQUIRE(found.empty(), found.front().message);
    return s;
}

/// A page of members with all that they can hold, and some without this or that.
std::string page_of(unsigned seed) {
    std::mt19937_64 random(seed);
    auto const one_of = [&](std::initializer_list<char const*> all) {
        return std::string(all.begin()[random() % all.size()]);
    };
    std::string members;
    for (int i = 0; i < 40; ++i) {
        members += (i > 0 ? "," : "") + std::string(R"({"id":"m)") + std::to_string(i) + R"(","verified":)"
                   + one_of({"true", "false"}) + R"(,"customFields":)"
                   + one_of({R"({"country":"DE","n":3,"a.b":"x"})", R"({"country":"SE","n":null})", "null",
                             "{}", R"({"n":"7","list":[{"country":"DE"}]})"})
                   + one_of({"", R"(,"auth":{"email":"a@x.de","x":[{}]})", R"(,"auth":null)",
                             R"(,"email":"b@x.de")"})
                   + R"(,"planConnections":)"
                   + one_of({"[]", R"([{"id":"c","planId":"p1","status":"ACTIVE","more":[1]}])", "null",
                             R"([{"planId":"p2","status":"OVER"},{"planId":"p1"},5,{"status":"ACTIVE"}])",
                             R"([{"planId":"\u0070\u0031","status":"ACTIVE"}])", R"(["p2"])", R"(["p1"])"})
                   + one_of({"", R"(,"json":{"deep":{"er":[{"x":"\n"}]}})", R"(,"metaData":{"s":1})"}) + "}";
    }
    return R"({"totalCount":40,"endCursor":7,"hasNextPage":true,"data":[)" + members + R"(],"members":[)"
           + members + "]}";
}

std::string written(engine::proposal const& p) {
    auto text = std::string(p.member) + "|" + std::string(p.email) + "|"
                + std::to_string(static_cast<int>(p.what)) + "|" + p.code + "|" + p.message;
    if (p.what == engine::proposal::kind::change)
        text += "|" + json::serialize(core::to_json(p.change)) + json::serialize(p.before);
    for (auto const* const cell : p.exported.cells) text += "|" + json::serialize(*cell);
    return text;
}

/// What all members of a page come to; `kept`: of which their documents hold no more.
std::vector<std::string> all_of(spec::spec const& s, std::string const& body,
                                core::field_choice const* kept) {
    provider::list_query q;
    q.kept = kept;
    http::reply r;
    r.status = 200;
    r.body = body;
    json::monotonic_resource arena;
    auto const read = s.platform->read_page(q, r, arena);
    auto const& page = std::get<provider::page>(read);
    BOOST_TEST(page.members.size() == 40U);
    std::vector<std::string> all;
    for (auto const& m : page.members) {
        BOOST_TEST(m.text.empty() == (kept == nullptr));
        all.push_back(written(engine::look_at(m, s, kept)));
    }
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(proposals)

BOOST_AUTO_TEST_CASE(a_page_in_parts_comes_to_what_a_whole_one_does) {
    std::vector<std::string> const where{R"("customFields.country": "DE")",
                                         R"("customFields": {"n": {"isSet": true}})",
                                         R"("metaData": {"s": {"gt": 0}})",
                                         R"("planConnections": {"some": {"status": "ACTIVE"}})",
                                         R"("NOT": {"auth.email": {"contains": "@"}})",
                                         R"("json.deep.er": {"isSet": true})",
                                         R"("id": {"in": ["m1", "m2", "m30"]})"};
    std::vector<std::string> const work{
        R"("operation": {"addPlan": {"planId": "p1"}})",
        R"("operation": {"removePlan": {"planId": "p1"}})",
        R"("operation": {"update": {"customFields": {"n": 1}, "email": "b@x.de", "metaData": {"s": 1}}})",
        R"("operation": {"update": {"json": {"deep": 1}, "merge": true}})",
        R"("operation": {"update": {"customFields": {"n": "{{customFields.country|none}}"}, "metaData": {"s": 2}}})",
        R"("operation": {"delete": {}})",
        R"("export": {"to": {"csv": "x.csv"}, "columns": {"id": "id", "email": "auth.email", "n": "customFields.n",
            "plans": {"each": "planConnections", "where": {"status": {"equals": "ACTIVE"}}, "of": "planId"},
            "all": {"each": "planConnections"}, "ids": {"each": "planConnections", "of": "planId", "join": ";"}}})",
        R"("export": {"to": {"csv": "x.csv"}, "columns": {"n": "customFields.n",
            "plans": {"each": "planConnections", "where": {"status": {"equals": "ACTIVE"}}, "of": "planId"}}})"};
    unsigned seed = 0;
    for (auto const& some : where)
        for (auto const& w : work) {
            auto const s = spec_of("memberstack", R"("where": {)" + some + "}, " + w);
            auto const kept = engine::fields_looked_at(s);
            BOOST_TEST_REQUIRE(kept.has_value());
            auto const body = page_of(++seed);
            BOOST_TEST(all_of(s, body, &*kept) == all_of(s, body, nullptr), boost::test_tools::per_element());
        }
}

BOOST_AUTO_TEST_CASE(what_a_constant_change_shows_in_is_all_that_is_read_later) {
    auto const later = [](std::string const& work) {
        auto const s = spec_of("memberstack", R"("where": {"verified": true}, "operation": )" + work);
        return engine::fields_looked_at(s)->later();
    };
    using fields = std::vector<std::string>;
    BOOST_TEST(later(R"({"addPlan": {"planId": "p1"}})") == fields{"planConnections"});
    BOOST_TEST(later(R"({"removePlan": {"planId": "p1"}})") == fields{"planConnections"});
    BOOST_TEST((later(R"({"update": {"email": "b@x.de", "customFields": {"n": 1}}})")
                == fields{"customFields", "auth"}));
    BOOST_TEST(later(R"({"update": {"customFields": {"n": "{{id}}"}}})").empty()); // all of it is
    BOOST_TEST(later(R"({"delete": {}})").empty());
}

BOOST_AUTO_TEST_CASE(so_it_does_on_the_older_platform) {
    auto const s =
        spec_of("memberstack-v1", R"("where": {"customFields.country": "DE"}, "operation": {"update":
        {"customFields": {"n": "{{customFields.country}}"}}})");
    auto const kept = engine::fields_looked_at(s);
    BOOST_TEST_REQUIRE(kept.has_value());
    BOOST_TEST(all_of(s, page_of(1), &*kept) == all_of(s, page_of(1), nullptr),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(documents_are_read_whole_where_each_is_needed) {
    BOOST_TEST(
        !engine::fields_looked_at(spec_of("memberstack", R"("where": {}, "operation": {"delete": {}})")));
    BOOST_TEST(!engine::fields_looked_at(
        spec_of("memberstack", R"("where": {"id": "m1"}, "export": {"to": {"jsonl": "x"}})")));
    BOOST_TEST(engine::fields_looked_at(
                   spec_of("memberstack", R"("export": {"to": {"csv": "x"}, "columns": {"id": "id"}})"))
                   .has_value());
}

BOOST_AUTO_TEST_SUITE_END()
