#include "sandbox/gateway.hpp"
#include "sandbox/memberstack_v1/members_api.hpp"
#include "sandbox/memberstack_v1/platform.hpp"
#include "sandbox/registry.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <set>

BOOST_AUTO_TEST_SUITE(sandbox_memberstack_v1)

using namespace muster::sandbox;
using muster::sandbox::memberstack_v1::make_member;
using muster::sandbox::memberstack_v1::member_id;
namespace json = boost::json;

namespace {

/// The fake Memberstack 1.0 behind a gateway, without a rate limit, and a client of it.
class desk {
public:
    explicit desk(std::size_t largest_page = 100, fault_plan faults = {})
        : gateway_(with(std::move(faults)), find_kind("memberstack-v1")->make(people(largest_page))) {}

    reply send(std::string method, std::string target, std::string body = {}, std::string key = "sk_sb_x") {
        return gateway_.answer(request{std::move(method), std::move(target), std::move(key), std::move(body)},
                               muster::core::instant(), muster::core::wall_time());
    }
    json::value read(std::string target) { return json::parse(send("GET", std::move(target)).body); }
    std::vector<std::string> page(std::string const& query) {
        std::vector<std::string> ids;
        auto const body = read("/members?" + query);
        for (auto const& m : body.at("members").as_array()) {
            auto const& o = m.as_object();
            ids.emplace_back(std::string_view((o.contains("id") ? o.at("id") : o.at("_id")).as_string()));
        }
        return ids;
    }
    std::int64_t effect(std::string const& id, std::string const& what) {
        auto const report = read("/__ledger");
        auto const* const member = report.at("members").as_object().if_contains(id);
        auto const* const times = member != nullptr ? member->as_object().if_contains(what) : nullptr;
        return times != nullptr ? times->as_int64() : 0;
    }

private:
    static beginning people(std::size_t largest_page) {
        beginning b;
        b.members = 250;
        b.plans = {"plan_new"};
        b.cap = largest_page;
        return b;
    }
    static settings with(fault_plan faults) {
        settings s;
        s.requests_per_second = 0;
        s.faults = std::move(faults);
        return s;
    }
    gateway gateway_;
};

std::string error_of(reply const& r) {
    return std::string(std::string_view(json::parse(r.body).at("error").as_string()));
}

/// The first member of the population that has this key, with its id.
struct found {
    std::uint64_t index = 0;
    std::string id;
};
found first_with(std::string_view key) {
    for (std::uint64_t i = 0;; ++i)
        if (make_member({250, 1}, i).shown.contains(key)) return {i, member_id(1, i)};
}

std::string const id = member_id(1, 20);
std::string const here = "/members/" + id;

constexpr auto free_plan = "5ed1c411b4a2491976046d43";

std::string new_member(std::string const& email, std::string const& plan = free_plan) {
    return R"({"email":")" + email + R"(","password":"12345678","plan":")" + plan
           + R"(","metaData":{"a":"b"},"customFields":{"c":"d"}})";
}

} // namespace

BOOST_AUTO_TEST_CASE(the_population_is_whole_and_odd) {
    std::set<std::string> ids;
    int older = 0, of_test_mode = 0, without_data = 0;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        auto const m = make_member({1000, 1}, i);
        older += m.shown.contains("membership") ? 1 : 0;
        BOOST_TEST(m.shown.contains("membership") != m.shown.contains("memberships"));
        BOOST_TEST(m.shown.contains("membership") == m.shown.contains("id"));
        BOOST_TEST(!m.shown.contains("customFields"));
        BOOST_TEST(m.hidden.contains("customFields"));
        of_test_mode += json::serialize(m.shown).find(R"("testMode":true)") != std::string::npos ? 1 : 0;
        without_data += m.shown.contains("metaData") && m.shown.at("metaData").is_object() ? 0 : 1;
        ids.insert(member_id(1, i));
        BOOST_TEST(member_id(1, i).size() == 24U);
    }
    BOOST_TEST(ids.size() == 1000U);
    BOOST_TEST((older > 600 && older < 740));
    BOOST_TEST((of_test_mode > 350 && of_test_mode < 460));
    BOOST_TEST(without_data > 0);
    BOOST_TEST(json::serialize(make_member({1000, 1}, 7).shown)
               == json::serialize(make_member({1000, 1}, 7).shown));
}

BOOST_AUTO_TEST_CASE(pages_go_by_number_and_are_cut_without_a_word) {
    desk d;
    BOOST_TEST(d.page("").size() == 50U);
    BOOST_TEST(d.page("limit=100").size() == 100U);
    BOOST_TEST(d.page("limit=1000").size() == 100U);
    BOOST_TEST(d.page("limit=100&page=3").size() == 50U);
    BOOST_TEST(d.page("limit=100&page=4").empty());
    BOOST_TEST(d.page("limit=100&page=18446744073709551615").empty());
    BOOST_TEST(d.send("GET", "/members?page=4").body == d.send("GET", "/v1/members?page=4").body);
    auto const body = d.read("/members").as_object();
    BOOST_TEST(body.size() == 1U); // no total, and no word on whether there is more
    desk capped(30);
    BOOST_TEST(capped.page("limit=100").size() == 30U);
    BOOST_TEST(capped.page("limit=100&page=2").front() == member_id(1, 30)); // none is left out
    for (std::string const query : {"limit=0", "limit=x", "limit=-1", "page=0", "page=x"})
        BOOST_TEST(d.send("GET", "/members?" + query).status == 422U);
}

BOOST_AUTO_TEST_CASE(pages_shift_when_members_go) {
    desk d;
    d.send("DELETE", "/members/" + member_id(1, 3));
    BOOST_TEST(d.page("limit=10&page=2").front() == member_id(1, 11));
}

BOOST_AUTO_TEST_CASE(a_member_is_given_by_id_only) {
    desk d;
    for (auto const* const form : {"membership", "memberships"}) {
        auto const member = first_with(form);
        auto const shown = d.read("/members/" + member.id).at("member");
        BOOST_TEST((shown == json::value(make_member({250, 1}, member.index).shown)));
    }
    for (std::string const unknown : {"/members/x", "/members/ben1%40example.com"}) {
        auto const r = d.send("GET", unknown);
        BOOST_TEST(r.status == 404U);
        BOOST_TEST(r.body == "Not Found");
    }
    BOOST_TEST(d.send("PATCH", here).status == 404U); // updates are POSTs
}

BOOST_AUTO_TEST_CASE(an_update_merges_and_shows_no_custom_fields) {
    desk d;
    auto const r = d.send("POST", here, R"({"metaData":{"k":"v"},"customFields":{"c":"d"},"other":1})");
    BOOST_TEST(r.status == 200U);
    auto const shown = json::parse(r.body).at("member").as_object();
    BOOST_TEST(shown.at("metaData").at("k").as_string() == "v");
    BOOST_TEST(shown.at("metaData").as_object().contains("country"));
    BOOST_TEST(!shown.contains("customFields"));
    auto const kept = d.read("/__members/" + id);
    BOOST_TEST(kept.at("customFields").at("c").as_string() == "d");
    BOOST_TEST(kept.at("customFields").as_object().contains("country"));
    BOOST_TEST(d.effect(id, "update") == 1);
    // Under `data`, as the table of the documents says; a null takes a value away.
    d.send("POST", here, R"({"data":{"metaData":{"k":null}}})");
    BOOST_TEST(!d.read(here).at("member").at("metaData").as_object().contains("k"));
    d.send("POST", here, "{}");
    BOOST_TEST(d.effect(id, "update") == 2); // nothing to set is no effect
    BOOST_TEST(d.send("POST", "/members/x", "{}").status == 404U);
}

BOOST_AUTO_TEST_CASE(bad_values_are_422_with_an_error_in_words) {
    desk d;
    auto const other = std::string(std::string_view(make_member({250, 1}, 30).shown.at("email").as_string()));
    for (std::string const& body :
         {std::string("[]"), std::string("{"), std::string(R"({"email":"ann"})"),
          std::string(R"({"password":"1234567"})"), std::string(R"({"metaData":[]})"),
          std::string(R"({"customFields":"x"})"), std::string(R"({"memberPage":1})"),
          R"({"metaData":{"k":")" + std::string(501, 'x') + "\"}}",
          R"({"metaData":{")" + std::string(51, 'x') + "\":\"v\"}}",
          json::serialize(json::object{{"email", other}})}) {
        auto const r = d.send("POST", here, body);
        BOOST_TEST(r.status == 422U);
        BOOST_TEST(error_of(r) != "");
    }
    BOOST_TEST(d.effect(id, "update") == 0);
    std::string umlauts;
    for (int i = 0; i < 500; ++i) umlauts += "ü"; // characters, not bytes
    BOOST_TEST(d.send("POST", here, R"({"metaData":{"k":")" + umlauts + "\"}}").status == 200U);
}

BOOST_AUTO_TEST_CASE(the_bounds_hold_for_what_a_member_holds_in_the_end) {
    desk d;
    auto const held = d.read(here).at("member").at("metaData").as_object().size();
    json::object more;
    for (auto i = held; i < 50; ++i) more["n" + std::to_string(i)] = "v";
    BOOST_TEST(d.send("POST", here, json::serialize(json::object{{"metaData", more}})).status == 200U);
    BOOST_TEST(d.send("POST", here, R"({"metaData":{"one more":"v"}})").status == 422U);
    BOOST_TEST(d.send("POST", here, R"({"metaData":{"n49":"w"}})").status == 200U);
}

BOOST_AUTO_TEST_CASE(members_are_made_for_free_plans) {
    desk d;
    auto const made = d.send("POST", "/members", new_member("new@example.com", "plan_new"));
    BOOST_TEST(made.status == 200U);
    auto const shown = json::parse(made.body).at("member").as_object();
    std::string const made_id(std::string_view(shown.at("_id").as_string()));
    BOOST_TEST(shown.at("memberships").at(0).at("plan").as_string() == "plan_new");
    BOOST_TEST(shown.at("metaData").at("a").as_string() == "b");
    BOOST_TEST(!shown.contains("password"));
    BOOST_TEST(d.effect(made_id, "create") == 1);
    BOOST_TEST(d.page("limit=100&page=3").back() == made_id); // the newest is the last
    BOOST_TEST(error_of(d.send("POST", "/members", new_member("new@example.com"))).find("already")
               != std::string::npos);
    BOOST_TEST(d.send("POST", "/members", new_member("b@example.com", "5ed1c411b4a2491976046d50")).status
               == 422U);
    BOOST_TEST(d.send("POST", "/members", new_member("b@example.com", "nope")).status == 422U);
    for (auto const* const body :
         {"{}", R"({"email":"b@example.com","password":"12345678"})",
          R"({"email":"b@example.com","password":"1234567","plan":"5ed1c411b4a2491976046d43"})"})
        BOOST_TEST(d.send("POST", "/members", body).status == 422U);
}

BOOST_AUTO_TEST_CASE(a_deletion_says_success) {
    desk d;
    BOOST_TEST(d.send("DELETE", here).body == R"({"success":true})");
    BOOST_TEST(d.send("DELETE", here).status == 404U);
    BOOST_TEST(d.send("GET", here).status == 404U);
    BOOST_TEST(d.send("GET", "/__members/" + id).status == 404U);
    BOOST_TEST(d.effect(id, "delete") == 1);
}

BOOST_AUTO_TEST_CASE(keys_routes_and_errors_are_the_platforms) {
    desk d;
    auto const refused = d.send("GET", "/members", "", "5ed68ab0");
    BOOST_TEST(refused.status == 401U);
    BOOST_TEST(error_of(refused) != "");
    BOOST_TEST(find_kind("memberstack-v1")->requests_per_second == 10U);
    ledger effects;
    memberstack_v1::platform const p({0, 1}, {}, 100, effects);
    auto call = [&](std::string method, std::string target) {
        return p.call({std::move(method), std::move(target), "", ""});
    };
    BOOST_TEST(call("GET", "/v1/members?page=3") == "GET /members");
    BOOST_TEST(call("POST", "/members/a") == "POST /members/{id}");
    BOOST_TEST(call("POST", "/members/a/add-plan") == "unknown");
    BOOST_TEST(p.lists({"GET", "/v1/members?page=3", "", ""}));
    BOOST_TEST(!p.lists({"GET", "/members/a", "", ""}));
    BOOST_TEST(!p.lists({"POST", "/members", "", ""}));
}

BOOST_AUTO_TEST_CASE(pages_can_repeat_a_member_or_lack_an_id) {
    auto const spoiled = [](std::string const& kind) {
        return desk(100,
                    read_fault_plan(R"({"rules":[{"match":{"times":1},"fault":{"kind":")" + kind + "\"}}]}"));
    };
    auto repeated = spoiled("repeatMember");
    auto const page = repeated.page("limit=10");
    BOOST_TEST(page.size() == 11U);
    BOOST_TEST(page.back() == page.front());
    auto nameless = spoiled("noId");
    auto const first = nameless.read("/members?limit=10").at("members").at(0).as_object();
    BOOST_TEST((!first.contains("id") && !first.contains("_id")));
}

BOOST_AUTO_TEST_SUITE_END()
