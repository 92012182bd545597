#include "sandbox/memberstack/platform.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(sandbox_memberstack_platform)

namespace memberstack = muster::sandbox::memberstack;
namespace json = boost::json;
using muster::core::wall_time;
using muster::sandbox::ledger;
using muster::sandbox::request;

namespace {

/// Without members of its own.
struct empty_platform {
    ledger effects;
    memberstack::platform it{memberstack::population{0, 1}, memberstack::population_plans(), effects};

    void put(std::uint64_t position, std::string const& id) {
        it.members().add(position, {{"id", id}, {"auth", {{"email", id + "@example.com"}}}});
    }
    json::value get(std::string target) {
        return json::parse(it.answer({"GET", std::move(target), "", ""}, wall_time(), nullptr).body);
    }
    std::vector<std::string> listed() {
        std::vector<std::string> ids;
        auto const page = get("/members");
        for (auto const& m : page.at("data").as_array())
            ids.emplace_back(std::string_view(m.at("id").as_string()));
        return ids;
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(members_may_be_put_in_and_taken_out_by_somebody_else) {
    empty_platform p;
    BOOST_TEST(p.listed().empty());
    p.put(30, "mem_c");
    p.put(10, "mem_a");
    p.put(20, "mem_b");
    p.it.members().remove(*p.it.members().find("mem_a"));
    BOOST_TEST(p.listed() == (std::vector<std::string>{"mem_b", "mem_c"}), boost::test_tools::per_element());
    BOOST_TEST(p.get("/members/mem_c").at("data").at("auth").at("email").as_string() == "mem_c@example.com");
    BOOST_TEST(p.get("/members/mem_a").at("data").is_null());
    BOOST_TEST(p.effects.report().at("members").as_object().empty());
}

BOOST_AUTO_TEST_CASE(a_new_member_stands_behind_all_others_wherever_they_stand) {
    empty_platform p;
    p.put(100, "mem_a");
    p.put(5000, "mem_b");
    for (auto const* const email : {"one@example.com", "two@example.com"}) {
        auto const body = std::string(R"({"password":"password1","email":")") + email + "\"}";
        BOOST_TEST(p.it.answer({"POST", "/members", "", body}, wall_time(), nullptr).status == 200U);
    }
    BOOST_TEST(p.listed().size() == 4U);
    BOOST_TEST(p.listed()[1] == "mem_b");
    BOOST_TEST(p.get("/members?order=DESC&limit=1").at("data").at(0).at("auth").at("email").as_string()
               == "two@example.com");
}

BOOST_AUTO_TEST_CASE(calls_have_names_without_ids) {
    empty_platform p;
    auto call = [&](std::string method, std::string target) {
        return p.it.call({std::move(method), std::move(target), "", ""});
    };
    BOOST_TEST(call("GET", "/members?limit=3") == "GET /members");
    BOOST_TEST(call("GET", "/members/mem_a") == "GET /members/{id}");
    BOOST_TEST(call("POST", "/members/mem_a/add-plan") == "POST /members/{id}/add-plan");
    BOOST_TEST(call("PUT", "/members/mem_a") == "unknown");
}

BOOST_AUTO_TEST_CASE(only_the_list_call_lists) {
    empty_platform p;
    auto lists = [&](std::string method, std::string target) {
        return p.it.lists({std::move(method), std::move(target), "", ""});
    };
    BOOST_TEST(lists("GET", "/members"));
    BOOST_TEST(lists("GET", "/members?limit=3"));
    BOOST_TEST(!lists("POST", "/members"));
    BOOST_TEST(!lists("GET", "/members/mem_a"));
}

BOOST_AUTO_TEST_CASE(a_member_as_it_is_kept_is_given_with_its_json) {
    empty_platform p;
    p.it.members().add(10, {{"id", "mem_a"}, {"json", {{"n", 1}}}, {"auth", {{"email", "a@example.com"}}}});
    BOOST_TEST(json::parse(p.it.member("mem_a").value()).at("json").at("n") == json::value(1));
    BOOST_TEST(!p.it.member("mem_b"));
}

BOOST_AUTO_TEST_SUITE_END()
