#include "sandbox/gateway.hpp"
#include "sandbox/publisher/platform.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <set>

namespace muster::sandbox::publisher {

BOOST_AUTO_TEST_SUITE(sandbox_publisher)

namespace {

namespace json = boost::json;

/// The fake Publisher, and a client of it.
struct instance {
    explicit instance(std::uint64_t members = 0, manners how = {})
        : it(population{members, 1}, how, effects) {}

    reply send(std::string const& call, std::string body, fault const* spoiled = nullptr) {
        return it.answer({"POST", "/publisher.v1/member/" + call, "tok", std::move(body)}, {}, spoiled);
    }
    json::value read(std::string const& call, std::string body) {
        return json::parse(send(call, std::move(body)).body);
    }
    json::value list(std::string const& more, fault const* spoiled = nullptr) {
        return json::parse(send("list", R"({"member_base_id":"mb_sandbox")" + more + "}", spoiled).body);
    }
    /// The ids of the new members with these refs.
    json::array upsert(std::string const& members) {
        return read("bulk-upsert", R"({"member_base_id":"mb_sandbox","members":[)" + members + "]}")
            .as_array();
    }
    std::int64_t effect(json::value const& id, char const* what) {
        auto const all = effects.report();
        auto const* const member = all.at("members").as_object().if_contains(id.as_string());
        if (member == nullptr || !member->as_object().contains(what)) return 0;
        return member->at(what).to_number<std::int64_t>();
    }

    ledger effects;
    platform it;
};

std::string code_of(reply const& r) {
    return std::string(json::parse(r.body).at("code").as_string());
}

std::vector<std::string> refs(json::value const& members) {
    std::vector<std::string> all;
    for (auto const& each : members.as_array()) all.emplace_back(each.at("ref").as_string());
    return all;
}

using words = std::vector<std::string>;

} // namespace

BOOST_AUTO_TEST_CASE(an_upsert_makes_or_updates_and_gives_the_ids_in_the_order_sent) {
    instance i;
    auto const made = i.upsert(R"({"ref":"a","attributes":{"x":1,"y":2}},{"ref":"b","level":1})");
    BOOST_REQUIRE_EQUAL(made.size(), 2U);
    auto const again = i.upsert(R"({"ref":"b","level":2},{"ref":"a","attributes":{"x":5}},{"ref":"c"})");
    BOOST_TEST(again.at(0) == made.at(1));
    BOOST_TEST(again.at(1) == made.at(0));
    auto const a = json::parse(i.it.member("a").value());
    BOOST_TEST(a.at("attributes") == json::parse(R"({"x":5,"y":2})"));
    BOOST_TEST(json::parse(i.it.member("b").value()).at("level") == json::value(2));
    BOOST_TEST(i.effect(made.at(0), "create") == 1);
    BOOST_TEST(i.effect(made.at(0), "update") == 1);
    BOOST_TEST(i.effect(again.at(2), "update") == 0);
}

BOOST_AUTO_TEST_CASE(a_batch_with_a_bad_member_is_refused_whole_and_which_it_is_is_not_told) {
    instance i;
    for (std::string const bad : {R"({"ref":"poison-7"})", R"({"ref":""})", R"({"ref":7})", "{}", "null"}) {
        auto const r =
            i.send("bulk-upsert", R"({"member_base_id":"mb_sandbox","members":[{"ref":"a"},)" + bad + "]}");
        BOOST_TEST(r.status == 400U);
        BOOST_TEST(r.body.find("poison") == std::string::npos);
    }
    BOOST_TEST(i.it.members().size() == 0U);
    BOOST_TEST(i.effects.report().at("members").as_object().empty());
}

BOOST_AUTO_TEST_CASE(a_body_over_the_limit_is_refused) {
    instance i(0, {false, 100});
    BOOST_TEST(i.send("bulk-upsert", std::string(101, ' ')).status == 413U);
    BOOST_TEST(i.send("bulk-upsert", R"({"member_base_id":"mb_sandbox","members":[{"ref":"a"}]})").status
               == 200U);
}

BOOST_AUTO_TEST_CASE(a_member_is_found_by_id_or_by_ref) {
    instance i(50);
    for (std::uint64_t n = 0; n < 50; ++n) {
        auto const document = make_member({50, 1}, n);
        json::object const by_id{{"id", document.at("id")}};
        json::object const by_ref{{"member_base_id", "mb_sandbox"}, {"ref", document.at("ref")}};
        BOOST_TEST(i.read("get", json::serialize(by_id)).as_object() == document);
        BOOST_TEST(i.read("get", json::serialize(by_ref)).as_object() == document);
    }
    for (auto const* const none : {R"({"id":"m_none"})", R"({"member_base_id":"mb_sandbox","ref":"none"})"}) {
        BOOST_TEST(i.send("get", none).status == 404U);
        BOOST_TEST(code_of(i.send("get", none)) == "member-not-found");
    }
    BOOST_TEST(i.send("get", "{}").status == 400U);
}

BOOST_AUTO_TEST_CASE(pages_go_by_offset_and_others_move_up) {
    instance i;
    auto const ids = i.upsert(R"({"ref":"a"},{"ref":"b"},{"ref":"c"},{"ref":"d"})");
    BOOST_TEST(refs(i.list(R"(,"pagination":{"limit":2})")) == (words{"a", "b"}),
               boost::test_tools::per_element());
    BOOST_TEST(refs(i.list(R"(,"pagination":{"limit":2,"offset":3})")) == (words{"d"}),
               boost::test_tools::per_element());
    BOOST_TEST(i.list(R"(,"pagination":{"limit":2,"offset":4})").as_array().empty());
    i.send("bulk-delete",
           R"({"member_base_id":"mb_sandbox","member_ids":[)" + json::serialize(ids.at(0)) + "]}");
    BOOST_TEST(refs(i.list(R"(,"pagination":{"limit":2,"offset":2})")) == (words{"d"}),
               boost::test_tools::per_element());
    for (auto const* const bad :
         {R"({"limit":0})", R"({"limit":"2"})", R"({"offset":-1})", R"({"offset":"1:a"})", "7"})
        BOOST_TEST(
            i.send("list", std::string(R"({"member_base_id":"mb_sandbox","pagination":)") + bad + "}").status
            == 400U);
}

BOOST_AUTO_TEST_CASE(an_instance_may_ignore_the_offset) {
    instance i(0, {true, 0});
    i.upsert(R"({"ref":"a"},{"ref":"b"},{"ref":"c"})");
    BOOST_TEST(refs(i.list(R"(,"pagination":{"limit":2,"offset":2})")) == (words{"a", "b"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_list_can_be_filtered_by_ref_and_by_id) {
    instance i;
    auto const ids = i.upsert(R"({"ref":"a"},{"ref":"b"},{"ref":"c"})");
    auto const b = json::serialize(ids.at(1));
    BOOST_TEST(refs(i.list(R"(,"filters":[{"key":"ref","in":["c","x","a","a"]}])")) == (words{"a", "c"}),
               boost::test_tools::per_element());
    BOOST_TEST(refs(i.list(R"(,"filters":[{"key":"ref","in":["b","c"]},{"key":"id","in":[)" + b + "]}]"))
                   == (words{"b"}),
               boost::test_tools::per_element());
    BOOST_TEST(i.list(R"(,"filters":[{"key":"id","in":[]}])").as_array().empty());
    BOOST_TEST(i.list(R"(,"filters":[])").as_array().size() == 3U);
    for (auto const* const bad : {R"([{"key":"email","in":[]}])", R"([{"key":"ref"}])", R"(["a"])", "{}"})
        BOOST_TEST(
            i.send("list", std::string(R"({"member_base_id":"mb_sandbox","filters":)") + bad + "}").status
            == 400U);
}

BOOST_AUTO_TEST_CASE(a_deletion_passes_over_ids_that_are_not_there) {
    instance i;
    auto const ids = i.upsert(R"({"ref":"a"},{"ref":"b"})");
    auto const a = json::serialize(ids.at(0));
    auto const r = i.send("bulk-delete", R"({"member_base_id":"mb_sandbox","member_ids":[)" + a
                                             + R"(,"m_none",)" + a + "]}");
    BOOST_TEST(r.status == 200U);
    BOOST_TEST(r.body == "{}");
    BOOST_TEST(i.effect(ids.at(0), "delete") == 1);
    BOOST_TEST(refs(i.list("")) == (words{"b"}), boost::test_tools::per_element());
    BOOST_TEST(!i.it.member("a"));
    BOOST_TEST(i.upsert(R"({"ref":"a"})").at(0) != ids.at(0)); // another member of the same ref
}

BOOST_AUTO_TEST_CASE(there_is_one_memberbase_and_four_calls) {
    instance i(3);
    for (auto const* const call : {"list", "get", "bulk-upsert", "bulk-delete"}) {
        auto const r = i.send(call, R"({"member_base_id":"mb_other","ref":"a"})");
        BOOST_TEST(r.status == 404U);
        BOOST_TEST(code_of(r) == "member-base-not-found");
        BOOST_TEST(i.send(call, "{}").status == 400U);
        BOOST_TEST(code_of(i.send(call, "[")) == "invalid-json");
    }
    BOOST_TEST(code_of(i.send("search", "{}")) == "not-found");
    BOOST_TEST(i.it.answer({"GET", "/publisher.v1/member/list", "tok", ""}, {}, nullptr).status == 404U);
}

BOOST_AUTO_TEST_CASE(a_look_up_is_no_page) {
    instance const i;
    auto const to = [](std::string call, std::string body) {
        return request{"POST", "/publisher.v1/member/" + call, "tok", std::move(body)};
    };
    BOOST_TEST(i.it.lists(to("list", R"({"pagination":{"limit":1}})")));
    BOOST_TEST(!i.it.lists(to("list", R"({"filters":[]})")));
    BOOST_TEST(!i.it.lists(to("get", "{}")));
    BOOST_TEST(i.it.call(to("bulk-upsert", "")) == "POST bulk-upsert");
    BOOST_TEST(i.it.call(to("bulk-delete", "")) == "POST bulk-delete");
    BOOST_TEST(i.it.call(to("search", "")) == "unknown");
    BOOST_TEST(i.it.accepts("any"));
    BOOST_TEST(!i.it.accepts(""));
}

BOOST_AUTO_TEST_CASE(a_spoiled_page_shows_its_fault) {
    instance i(5);
    auto const spoiled = [&](fault_kind kind) {
        fault f;
        f.kind = kind;
        return i.list(R"(,"pagination":{"limit":3,"offset":1})", &f).as_array();
    };
    BOOST_TEST(spoiled(fault_kind::shrink_page).size() == 1U);
    BOOST_TEST(spoiled(fault_kind::repeat_member).size() == 4U);
    BOOST_TEST(!spoiled(fault_kind::no_id).at(0).as_object().contains("id"));
    BOOST_TEST(spoiled(fault_kind::stuck_cursor).at(0).as_object() == make_member({5, 1}, 0));
    BOOST_TEST(spoiled(fault_kind::drift_total).size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_population_is_the_same_for_the_same_seed_and_holds_odd_members) {
    population const people{2000, 7};
    std::set<std::string> ids, refs;
    std::size_t plain = 0, bare = 0, like_an_id = 0;
    for (std::uint64_t n = 0; n < people.size; ++n) {
        auto const m = make_member(people, n);
        BOOST_TEST(m == make_member(people, n));
        auto const ref = std::string(m.at("ref").as_string());
        ids.emplace(m.at("id").as_string());
        refs.insert(ref);
        plain += ref.starts_with("user_");
        like_an_id += ref.starts_with("m_");
        bare += !m.contains("attributes") || m.at("attributes").is_null();
    }
    BOOST_TEST(ids.size() == people.size);
    BOOST_TEST(refs.size() == people.size);
    BOOST_TEST(plain > 1700U);
    BOOST_TEST(plain < 1950U);
    BOOST_TEST(like_an_id > 0U);
    BOOST_TEST(bare > 0U);
    BOOST_TEST(std::string(member_id(1, 0)) != member_id(2, 0));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::sandbox::publisher
