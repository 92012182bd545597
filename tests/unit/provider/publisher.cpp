#include "publisher_support.hpp"

#include <boost/json/serialize.hpp>

namespace muster::provider::publisher {

BOOST_AUTO_TEST_SUITE(provider_publisher)

namespace {

namespace json = boost::json;

using muster::provider::tests::is;
using muster::provider::tests::reply;
using muster::provider::tests::sole;
using muster::provider::tests::unit_of;
using tests::line_of;
using tests::object;
using tests::person;
using tests::with;

core::change update(std::string_view set) {
    return core::update_fields{object(set), false};
}

core::change upsert(std::string_view record) {
    return core::upsert_member{object(record)};
}

std::vector<assignment> upserts(std::initializer_list<std::string> refs) {
    std::vector<assignment> unit;
    for (auto const& ref : refs) unit.push_back({ref, core::upsert_member{{{"ref", ref}}}});
    return unit;
}

std::vector<assignment> deletions(std::initializer_list<std::string> ids) {
    std::vector<assignment> unit;
    for (auto const& id : ids) unit.push_back({id, core::delete_member{}});
    return unit;
}

core::verdict whole(judgement const& j) {
    BOOST_REQUIRE(std::holds_alternative<core::verdict>(j));
    return std::get<core::verdict>(j);
}

} // namespace

BOOST_AUTO_TEST_CASE(its_profile_is_the_platforms) {
    auto const platform = with({});
    auto const& about = platform->about();
    BOOST_TEST(about.base_url == ""); // each instance has its own
    BOOST_TEST(about.key_header == "Authorization");
    BOOST_TEST(about.key_prefix == "Bearer ");
    BOOST_TEST(about.page_size == 100U);
    BOOST_TEST(about.can.list_shifts);
    BOOST_TEST(!about.can.verify_token);
    BOOST_TEST(!about.can.newest_first);
    BOOST_TEST(about.vocabulary.reference == "ref");
    BOOST_TEST(about.vocabulary.open_fields);
}

BOOST_AUTO_TEST_CASE(upserts_updates_and_deletions_go_in_batches) {
    auto const platform = with({});
    BOOST_TEST(members_per_request(platform->about(), upsert("{}")) == 1000U);
    BOOST_TEST(members_per_request(platform->about(), update("{}")) == 1000U);
    BOOST_TEST(members_per_request(platform->about(), core::delete_member{}) == 1000U);
    BOOST_TEST(members_per_request(platform->about(), core::raw_request{}) == 1U);
    BOOST_TEST(members_per_request(with({{"batch", 5000}})->about(), upsert("{}")) == 5000U);
    BOOST_TEST(with({{"batch", 1}})->about().can.bulks.empty());
}

BOOST_AUTO_TEST_CASE(no_more_are_looked_up_at_once_than_one_page_holds) {
    BOOST_TEST(with({})->about().can.looked_up_at_once == 100U);
    BOOST_TEST(with({{"largestPage", 5000}})->about().can.looked_up_at_once == 1000U);
    auto const without = with({{"idFilter", false}});
    BOOST_TEST(without->about().can.looked_up_at_once == 1U);
    BOOST_TEST(without->about().can.looked_up_by_reference == 100U); // the document shows that filter
}

BOOST_AUTO_TEST_CASE(any_token_is_live_but_at_an_instance_for_tests) {
    BOOST_TEST(with({})->is_live("test", "http://127.0.0.1:1"));
    BOOST_TEST(!with({{"testInstance", true}})->is_live("tok", "https://one.example.com"));
}

BOOST_AUTO_TEST_CASE(a_member_is_asked_for_by_id_or_by_ref) {
    auto const platform = with({});
    BOOST_TEST(line_of(platform->get("m_x1y2z3")) == R"(POST /publisher.v1/member/get {"id":"m_x1y2z3"})");
    BOOST_TEST(line_of(platform->get("user_001"))
               == R"(POST /publisher.v1/member/get {"member_base_id":"mb_1","ref":"user_001"})");
    BOOST_TEST(with({{"idPrefix", "x-"}})->get("x-1").body == R"({"id":"x-1"})");
    BOOST_TEST(with({{"idPrefix", ""}})->get("user_001").body == R"({"id":"user_001"})");
}

BOOST_AUTO_TEST_CASE(many_are_looked_up_by_the_lists_filter) {
    auto const platform = with({});
    BOOST_TEST(line_of(platform->look_up(upserts({"user_001", "user_002"})))
               == R"(POST /publisher.v1/member/list {"member_base_id":"mb_1","pagination":{"limit":2},)"
                  R"("filters":[{"key":"ref","in":["user_001","user_002"]}]})");
    BOOST_TEST(
        platform->look_up(deletions({"m_1", "m_2"})).body
        == R"({"member_base_id":"mb_1","pagination":{"limit":2},"filters":[{"key":"id","in":["m_1","m_2"]}]})");
}

BOOST_AUTO_TEST_CASE(where_ids_are_no_filter_each_is_asked_for) {
    auto const platform = with({{"idFilter", false}});
    BOOST_TEST(line_of(platform->look_up(deletions({"m_1"})))
               == R"(POST /publisher.v1/member/get {"id":"m_1"})");
    BOOST_TEST(platform->look_up(upserts({"m_1"})).body.find(R"("key":"ref")") != std::string::npos);
    json::monotonic_resource memory;
    auto const found = platform->read_found(deletions({"m_1"}), reply(200, R"({"id":"m_1"})"), memory);
    BOOST_TEST(std::get<0>(found).at(0)->id == "m_1");
}

BOOST_AUTO_TEST_CASE(whoever_is_found_stands_where_he_was_asked_for) {
    auto const platform = with({});
    json::monotonic_resource memory;
    auto const r = reply(200, R"([{"id":"m_3","ref":"c"},{"id":"m_1","ref":"a"}])");
    auto const by_ref = platform->read_found(upserts({"a", "b", "c"}), r, memory);
    auto const& found = std::get<std::vector<found_member>>(by_ref);
    BOOST_REQUIRE_EQUAL(found.size(), 3U);
    BOOST_TEST(found[0]->id == "m_1");
    BOOST_TEST(!found[1].has_value());
    BOOST_TEST(found[2]->id == "m_3");
    auto const by_id = platform->read_found(deletions({"m_3", "m_2", "m_1"}), r, memory);
    BOOST_TEST(std::get<0>(by_id).at(0)->id == "m_3");
    BOOST_TEST(!std::get<0>(by_id).at(1).has_value());
}

BOOST_AUTO_TEST_CASE(one_by_itself_is_asked_for_as_the_document_has_it) {
    auto const platform = with({});
    BOOST_TEST(line_of(platform->look_up(deletions({"m_1"})))
               == R"(POST /publisher.v1/member/get {"id":"m_1"})");
    json::monotonic_resource memory;
    auto const found = platform->read_found(deletions({"m_1"}), reply(200, R"({"id":"m_1"})"), memory);
    BOOST_TEST(std::get<0>(found).at(0)->id == "m_1");
    auto const missing =
        platform->read_found(deletions({"m_1"}), reply(404, R"({"message":"no member"})"), memory);
    BOOST_TEST(!std::get<0>(missing).at(0).has_value());
}

BOOST_AUTO_TEST_CASE(a_filter_by_id_that_is_passed_over_or_refused_makes_the_engine_ask_for_fewer) {
    auto const platform = with({});
    json::monotonic_resource memory;
    auto const two = deletions({"m_2", "m_3"});
    // Nobody is taken for missing because of a filter or a call that is not there.
    for (auto const& no : {reply(200, R"([{"id":"m_1","ref":"a"}])"), reply(400, R"({"message":"no"})"),
                           reply(404, R"({"message":"no member"})")})
        BOOST_TEST(is<core::rejected>(std::get<core::verdict>(platform->read_found(two, no, memory))));
    // That refs are a filter is documented: asking again may help.
    auto const by_ref =
        platform->read_found(upserts({"b", "c"}), reply(200, R"([{"id":"m_1","ref":"a"}])"), memory);
    BOOST_TEST(is<core::transient>(std::get<core::verdict>(by_ref)));
}

BOOST_AUTO_TEST_CASE(an_upsert_sends_the_records_in_their_order) {
    auto const platform = with({});
    std::vector<assignment> unit = upserts({"user_001", "user_002"});
    unit.push_back({"u3", upsert(R"({"ref":"u3","attributes":{"plan":"gold"}})")});
    BOOST_TEST(line_of(platform->perform(unit))
               == R"(POST /publisher.v1/member/bulk-upsert {"member_base_id":"mb_1","members":[)"
                  R"({"ref":"user_001"},{"ref":"user_002"},{"ref":"u3","attributes":{"plan":"gold"}}]})");
}

BOOST_AUTO_TEST_CASE(the_ids_of_an_upsert_come_in_the_order_sent) {
    auto const platform = with({});
    auto const unit = upserts({"a", "b"});
    auto const each = std::get<1>(platform->judge(unit, reply(200, R"(["m_1","m_2"])")));
    BOOST_REQUIRE_EQUAL(each.size(), 2U);
    BOOST_TEST(std::get<core::done>(each[0]).id == "m_1");
    BOOST_TEST(std::get<core::done>(each[1]).id == "m_2");
    auto const partly = std::get<1>(platform->judge(unit, reply(200, R"(["m_1",null])")));
    BOOST_TEST(is<core::done>(partly[0]));
    BOOST_TEST(is<core::transient>(partly[1]));
    for (auto const* const odd : {R"(["m_1"])", R"(["m_1","m_2","m_3"])", "{}", R"("m_1")", "", "null"})
        BOOST_TEST(is<core::transient>(whole(platform->judge(unit, reply(200, odd)))));
}

BOOST_AUTO_TEST_CASE(a_deletion_sends_ids) {
    auto const platform = with({});
    auto const unit = deletions({"m_x1y2z3", "m_a4b5c6"});
    BOOST_TEST(line_of(platform->perform(unit))
               == R"(POST /publisher.v1/member/bulk-delete )"
                  R"({"member_base_id":"mb_1","member_ids":["m_x1y2z3","m_a4b5c6"]})");
    for (auto const* const fine : {"{}", "", "[]", R"({"deleted":2})"})
        BOOST_TEST(is<core::done>(whole(platform->judge(unit, reply(200, fine)))));
    BOOST_TEST(is<core::rejected>(whole(platform->judge(unit, reply(200, R"({"error":"locked"})")))));
}

BOOST_AUTO_TEST_CASE(a_unit_that_is_refused_is_refused_whole) {
    auto const platform = with({});
    for (auto const status : {400U, 413U, 422U}) {
        BOOST_TEST(is<core::rejected>(whole(platform->judge(upserts({"a", "b"}), reply(status, "{}")))));
        BOOST_TEST(is<core::rejected>(whole(platform->judge(deletions({"a", "b"}), reply(status, "{}")))));
    }
    auto const large = std::get<core::rejected>(whole(platform->judge(upserts({"a"}), reply(413))));
    BOOST_TEST(large.code == "http-413");
    BOOST_TEST(large.message.find("too large") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_update_is_an_upsert_by_the_members_ref) {
    auto const platform = with({});
    person const now(R"({"id":"m_1","ref":"user_001","attributes":{"a":1,"b":2}})");
    auto const change = update(R"({"attributes":{"a":5}})");
    BOOST_TEST(platform->needs_current(change));
    auto const ready = platform->complete(change, now.as_member);
    BOOST_TEST(platform->perform(unit_of(ready, "m_1")).body
               == R"({"member_base_id":"mb_1","members":[{"ref":"user_001","attributes":{"a":5}}]})");
    BOOST_TEST(is<core::done>(sole(platform->judge(unit_of(ready, "m_1"), reply(200, R"(["m_1"])")))));
    for (core::change const& other : {upsert("{}"), core::change(core::delete_member{})})
        BOOST_TEST(!platform->needs_current(other));
}

BOOST_AUTO_TEST_CASE(where_an_upsert_replaces_an_update_sends_all_that_is_there) {
    person const now(R"({"id":"m_1","ref":"user_001","level":3,"attributes":{"a":1,"b":2}})");
    auto const ready = with({{"attributes", "replaced"}})
                           ->complete(update(R"({"attributes":{"a":5},"x":1})"), now.as_member);
    BOOST_TEST(std::get<core::update_fields>(ready).set
               == object(R"({"ref":"user_001","level":3,"attributes":{"a":5,"b":2},"x":1})"));
}

BOOST_AUTO_TEST_CASE(an_update_that_made_a_member_is_told) {
    auto const ready = update(R"({"ref":"user_001","a":1})");
    auto const r =
        std::get<core::rejected>(sole(with({})->judge(unit_of(ready, "m_1"), reply(200, R"(["m_2"])"))));
    BOOST_TEST(r.code == "made-anew");
    BOOST_TEST(r.message.find("m_2") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(updated_members_are_known_by_their_ids_in_whatever_order_these_come) {
    auto const platform = with({});
    std::vector<assignment> unit;
    for (std::string const id : {"m_1", "m_2", "m_3"})
        unit.push_back({id, update(R"({"ref":"of )" + id + R"(","a":1})")});
    auto const all = std::get<1>(platform->judge(unit, reply(200, R"(["m_3","m_1","m_2"])")));
    for (auto const& each : all) BOOST_TEST(is<core::done>(each));
    auto const one_anew = std::get<1>(platform->judge(unit, reply(200, R"(["m_3","m_1","m_9"])")));
    BOOST_TEST(is<core::done>(one_anew[0]));
    BOOST_TEST(std::get<core::rejected>(one_anew[1]).code == "made-anew");
    BOOST_TEST(std::get<core::rejected>(one_anew[1]).message.find("m_9") != std::string::npos);
    BOOST_TEST(is<core::done>(one_anew[2]));
}

BOOST_AUTO_TEST_CASE(a_change_is_tested_for_on_the_members_document) {
    auto const platform = with({});
    person const now(R"({"id":"m_1","ref":"u1","attributes":{"a":1,"b":2},"level":3})");
    auto const test = [&](core::change const& c) { return platform->test(c, now.as_member); };
    BOOST_TEST((test(upsert(R"({"ref":"u1"})")) == effect::present));
    BOOST_TEST((test(upsert(R"({"ref":"u1","attributes":{"a":1}})")) == effect::present));
    BOOST_TEST((test(upsert(R"({"ref":"u1","attributes":{"a":2}})")) == effect::absent));
    BOOST_TEST((test(upsert(R"({"ref":"U1"})")) == effect::absent)); // refs are told apart by case
    BOOST_TEST((test(update(R"({"level":3.0,"gone":null})")) == effect::present));
    BOOST_TEST((test(update(R"({"level":4})")) == effect::absent));
    BOOST_TEST((test(core::delete_member{}) == effect::absent));
    BOOST_TEST((test(core::raw_request{}) == effect::cannot_tell));
}

BOOST_AUTO_TEST_CASE(the_before_image_holds_what_the_change_touches) {
    person const now(R"({"id":"m_1","ref":"u1","attributes":{"a":1,"b":2},"level":3})");
    auto const image = [&](core::change const& c) {
        return json::serialize(with({})->before_image(c, now.as_member));
    };
    BOOST_TEST(image(update(R"({"attributes":{"a":5,"c":1},"level":4,"new":1})"))
               == R"({"attributes":{"a":1,"c":null},"level":3,"new":null})");
    BOOST_TEST(image(upsert(R"({"ref":"u1","level":4})")) == R"({"ref":"u1","level":3})");
    BOOST_TEST(image(core::delete_member{}) == json::serialize(now.document));
    BOOST_TEST(image(core::raw_request{}) == "{}");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_is_objected_to) {
    auto const platform = with({});
    for (core::change const& bad :
         {upsert("{}"), upsert(R"({"ref":""})"), upsert(R"({"ref":7})"), upsert(R"({"ref":"a","id":"m_1"})"),
          update(R"({"ref":"b"})"), update(R"({"id":"b"})"),
          core::change(core::create_member{{{"ref", "a"}}}), core::change(core::add_plan{"pln_a"}),
          core::change(core::remove_plan{"pln_a"})})
        BOOST_TEST(platform->objection(bad).has_value());
    for (core::change const& fine : {upsert(R"({"ref":"a b/ü"})"), update(R"({"attributes":{"ref":1}})"),
                                     core::change(core::delete_member{}), core::change(core::raw_request{})})
        BOOST_TEST(!platform->objection(fine).has_value());
}

BOOST_AUTO_TEST_CASE(what_is_in_doubt_is_read_back) {
    auto const platform = with({});
    for (core::change const& c : {upsert("{}"), update("{}"), core::change(core::delete_member{})})
        BOOST_TEST((platform->in_doubt(c) == doubt::read_back));
}

BOOST_AUTO_TEST_CASE(the_calls_are_where_the_settings_say) {
    auto const platform =
        with({{"paths", {{"list", "search"}, {"get", "/v2/one"}, {"upsert", "up"}, {"delete", "off"}}}});
    BOOST_TEST(platform->list({}).target == "/publisher.v1/member/search");
    BOOST_TEST(platform->get("m_1").target == "/v2/one");
    BOOST_TEST(platform->perform(upserts({"a"})).target == "/publisher.v1/member/up");
    BOOST_TEST(platform->perform(deletions({"a"})).target == "/publisher.v1/member/off");
    BOOST_TEST(platform->look_up(upserts({"a"})).target == "/publisher.v1/member/search");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::publisher
