#include "core/time.hpp"
#include "sandbox/memberstack/population.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <set>

BOOST_AUTO_TEST_SUITE(sandbox_memberstack_population)

using namespace muster::sandbox::memberstack;
namespace json = boost::json;

namespace {

std::vector<json::object> all(population people) {
    std::vector<json::object> members;
    for (std::uint64_t i = 0; i < people.size; ++i) members.push_back(make_member(people, i));
    return members;
}

json::value const* country_of(json::object const& member) {
    auto const* const fields = member.if_contains("customFields");
    if (fields == nullptr || !fields->is_object()) return nullptr;
    return fields->get_object().if_contains("country");
}

template <class Test>
std::size_t count(std::vector<json::object> const& members, Test test) {
    return static_cast<std::size_t>(std::count_if(members.begin(), members.end(), test));
}

} // namespace

BOOST_AUTO_TEST_CASE(the_same_size_and_seed_give_the_same_members) {
    population const people{200, 7};
    for (std::uint64_t i = 0; i < people.size; ++i)
        BOOST_TEST(json::serialize(make_member(people, i)) == json::serialize(make_member(people, i)));
    // Known for good: whoever wrote an id down finds it again after an update of the program.
    BOOST_TEST(member_id(1, 0) == "mem_sb_clevfr50r1cwxp00000000000");
    BOOST_TEST(list_position(1, 1) == 111U);
}

BOOST_AUTO_TEST_CASE(another_seed_gives_other_members) {
    BOOST_TEST(json::serialize(make_member({10, 1}, 3)) != json::serialize(make_member({10, 2}, 3)));
    BOOST_TEST(member_id(1, 3) != member_id(2, 3));
}

BOOST_AUTO_TEST_CASE(ids_and_emails_are_unique_and_positions_grow_with_gaps) {
    std::set<std::string> ids;
    std::set<std::string> emails;
    std::uint64_t last = 0;
    std::uint64_t gaps = 0;
    for (std::uint64_t i = 0; i < 3000; ++i) {
        auto const m = make_member({3000, 4}, i);
        ids.insert(std::string(std::string_view(m.at("id").as_string())));
        emails.insert(std::string(std::string_view(m.at("auth").at("email").as_string())));
        auto const position = list_position(4, i);
        BOOST_TEST(position > last);
        gaps += position != last + 1 ? 1U : 0U;
        last = position;
    }
    BOOST_TEST(ids.size() == 3000U);
    BOOST_TEST(emails.size() == 3000U);
    BOOST_TEST(gaps > 2000U);
}

BOOST_AUTO_TEST_CASE(countries_are_skewed_towards_germany) {
    for (std::uint64_t seed : {1U, 2U, 99U}) {
        auto const members = all({2000, seed});
        std::map<std::string, std::size_t> by_country;
        for (auto const& m : members)
            if (auto const* c = country_of(m); c != nullptr && c->is_string())
                ++by_country[std::string(std::string_view(c->get_string()))];
        BOOST_TEST(by_country["Germany"] > 500U);
        BOOST_TEST(by_country["Germany"] < 700U);
        BOOST_TEST(by_country["Germany"] > by_country["USA"]);
        BOOST_TEST(by_country["USA"] > by_country["Sweden"]);
        BOOST_TEST(by_country["germany"] > 0U);
        BOOST_TEST(by_country["Germany "] > 0U);
    }
}

BOOST_AUTO_TEST_CASE(a_thousand_members_show_every_oddity) {
    auto const members = all({1000, 1});
    auto lacks = [](std::string_view key) {
        return [key](json::object const& m) { return !m.contains(key); };
    };
    auto is_null = [](std::string_view key) {
        return [key](json::object const& m) { return m.contains(key) && m.at(key).is_null(); };
    };
    auto text_has = [](std::string_view part) {
        return [part](json::object const& m) { return json::serialize(m).find(part) != std::string::npos; };
    };
    BOOST_TEST(count(members, lacks("customFields")) > 0U);
    BOOST_TEST(count(members, is_null("customFields")) > 0U);
    BOOST_TEST(count(members, is_null("lastLogin")) > 0U);
    BOOST_TEST(count(members, lacks("lastLogin")) > 0U);
    BOOST_TEST(count(members, is_null("metaData")) > 0U);
    BOOST_TEST(count(members, lacks("permissions")) > 0U);
    BOOST_TEST(count(members, lacks("json")) > 0U);
    BOOST_TEST(count(members, text_has("🦊")) > 0U);
    BOOST_TEST(count(members, text_has("محمد")) > 0U);
    BOOST_TEST(count(members, text_has("+news@")) > 0U);
    BOOST_TEST(count(members, text_has("o'neil")) > 0U);
    BOOST_TEST(count(members, text_has("\"country\":\"\"")) > 0U);
    BOOST_TEST(count(members, text_has("\"country\":null")) > 0U);
    BOOST_TEST(count(members, text_has("CANCELED")) > 0U);
    BOOST_TEST(count(members, text_has(std::string(4096, 'x'))) > 0U);
    BOOST_TEST(count(members, [](auto const& m) { return country_of(m) == nullptr; }) > 10U);
}

BOOST_AUTO_TEST_CASE(some_have_plans_and_every_such_plan_exists) {
    std::map<std::string, std::size_t> held;
    for (auto const& m : all({1000, 1}))
        for (auto const& c : m.at("planConnections").as_array())
            ++held[std::string(std::string_view(c.at("planId").as_string()))];
    BOOST_TEST(held["pln_free"] > 100U);
    BOOST_TEST(held["pln_free"] < 200U);
    BOOST_TEST(held["pln_gold"] > 50U);
    for (auto const& [id, times] : held)
        BOOST_TEST(std::any_of(population_plans().begin(), population_plans().end(),
                               [&id = id](plan const& p) { return p.id == id; }));
}

BOOST_AUTO_TEST_CASE(dates_are_real_and_a_member_never_logged_in_before_it_was_made) {
    for (auto const& m : all({500, 3})) {
        auto const created = muster::core::parse_iso8601(std::string_view(m.at("createdAt").as_string()));
        BOOST_REQUIRE(created.has_value());
        auto const* const seen = m.if_contains("lastLogin");
        if (seen == nullptr || seen->is_null()) continue;
        auto const login = muster::core::parse_iso8601(std::string_view(seen->as_string()));
        BOOST_REQUIRE(login.has_value());
        BOOST_TEST((*login >= *created));
    }
}

BOOST_AUTO_TEST_CASE(members_of_an_empty_and_a_tiny_population_can_be_made) {
    BOOST_TEST(all({0, 1}).empty());
    BOOST_TEST(all({1, 1}).size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
