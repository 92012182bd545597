#include "publisher_support.hpp"

#include <boost/json/serialize.hpp>

namespace muster::provider::publisher {

BOOST_AUTO_TEST_SUITE(provider_publisher_pages)

namespace {

namespace json = boost::json;

using muster::provider::tests::is;
using muster::provider::tests::reply;
using tests::line_of;
using tests::with;

/// What a reply to a query is read as, with the memory that it lives in.
struct read_page {
    read_page(provider const& platform, list_query const& q, http::reply const& r)
        : result(platform.read_page(q, r, memory)) {}
    json::monotonic_resource memory;
    std::variant<page, page_fault, core::verdict> result;
    page const& good() const {
        if (auto const* const f = std::get_if<page_fault>(&result)) BOOST_FAIL(f->message);
        if (auto const* const v = std::get_if<core::verdict>(&result))
            BOOST_FAIL(std::get<core::rejected>(*v).message);
        return std::get<page>(result);
    }
    core::rejected no() const { return std::get<core::rejected>(std::get<core::verdict>(result)); }
};

/// A page of members m_FROM to m_(TO-1).
std::string members(int from, int to) {
    json::array all;
    for (int i = from; i < to; ++i)
        all.push_back(json::object{{"id", "m_" + std::to_string(i)}, {"ref", "u" + std::to_string(i)}});
    return json::serialize(all);
}

list_query query(std::size_t limit, cursor after = {}) {
    list_query q;
    q.limit = limit;
    q.after = std::move(after);
    return q;
}

} // namespace

BOOST_AUTO_TEST_CASE(pages_go_by_offset) {
    auto const platform = with({});
    BOOST_TEST(line_of(platform->list(query(3)))
               == R"(POST /publisher.v1/member/list {"member_base_id":"mb_1","pagination":{"limit":3}})");
    read_page const first(*platform, query(3), reply(200, members(0, 3)));
    BOOST_TEST(first.good().members.at(2).id == "m_2");
    BOOST_TEST(first.good().more);
    BOOST_TEST(platform->list(query(3, first.good().next)).body
               == R"({"member_base_id":"mb_1","pagination":{"limit":3,"offset":3}})");
    read_page const second(*platform, query(3, first.good().next), reply(200, members(3, 6)));
    BOOST_TEST(platform->list(query(3, second.good().next)).body.find(R"("offset":6)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_short_page_is_not_the_last_but_an_empty_one_is) {
    // The instance may give fewer members than asked for: on it goes by how many came.
    auto const platform = with({});
    read_page const shorter(*platform, query(100), reply(200, members(0, 7)));
    BOOST_TEST(shorter.good().more);
    BOOST_TEST(platform->list(query(100, shorter.good().next)).body.find(R"("offset":7)")
               != std::string::npos);
    read_page const last(*platform, query(100, shorter.good().next), reply(200, "[]"));
    BOOST_TEST(!last.good().more);
    BOOST_TEST(!read_page(*platform, query(100), reply(200, "[]")).good().more);
}

BOOST_AUTO_TEST_CASE(a_member_that_a_page_holds_twice_takes_one_place_of_the_list) {
    auto const platform = with({});
    read_page const first(*platform, query(3), reply(200, R"([{"id":"m_0","ref":"u0"},{"id":"m_1","ref":"u1"},
                                                            {"id":"m_2","ref":"u2"},{"id":"m_0","ref":"u0"}])"));
    BOOST_TEST(first.good().members.size() == 4U);
    BOOST_TEST(platform->list(query(3, first.good().next)).body.find(R"("offset":3)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_instance_that_ignores_offset_is_noticed_after_one_page) {
    auto const platform = with({});
    for (auto const limit : {3U, 100U}) {
        read_page const first(*platform, query(limit), reply(200, members(0, 3)));
        read_page const again(*platform, query(limit, first.good().next), reply(200, members(0, 3)));
        BOOST_TEST(again.no().code == "offset-ignored");
        BOOST_TEST(again.no().message.find("provider.paging") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(without_paging_a_full_page_may_hide_others) {
    auto const platform = with({{"paging", "none"}, {"largestPage", 500}});
    BOOST_TEST(!platform->about().can.list_shifts);
    BOOST_TEST(platform->list(query(500)).body == R"({"member_base_id":"mb_1","pagination":{"limit":500}})");
    BOOST_TEST(!read_page(*platform, query(500), reply(200, members(0, 499))).good().more);
    BOOST_TEST(!read_page(*platform, query(500), reply(200, members(0, 501))).good().more);
    read_page const full(*platform, query(500), reply(200, members(0, 500)));
    BOOST_TEST(full.no().code == "list-cut");
    BOOST_TEST(full.no().message.find("provider.largestPage") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(without_paging_the_one_page_is_asked_for_whole_whatever_a_page_is_to_hold) {
    auto const platform = with({{"paging", "none"}, {"largestPage", 500}});
    BOOST_TEST(platform->list(query(1)).body == R"({"member_base_id":"mb_1","pagination":{"limit":500}})");
    BOOST_TEST(read_page(*platform, query(1), reply(200, members(0, 1))).good().members.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_cursor_that_is_none_is_left_to_the_instance_to_refuse) {
    auto const platform = with({});
    for (auto const* const odd : {"12", "x:y", ":abc", "99999999999999999999:abc", "-1:abc"}) {
        auto const body = json::parse(platform->list(query(3, odd)).body);
        BOOST_TEST(body.at("pagination").at("offset").is_string());
    }
}

BOOST_AUTO_TEST_CASE(the_members_may_stand_in_an_object) {
    for (std::string const key : {"members", "data", "items", "results"}) {
        read_page const read(*with({}), query(100), reply(200, "{\"" + key + "\":" + members(0, 2) + "}"));
        BOOST_TEST(read.good().members.size() == 2U);
    }
    auto const other = with({{"listKey", "rows"}});
    BOOST_TEST(read_page(*other, query(9), reply(200, R"({"data":[],"rows":)" + members(0, 2) + "}"))
                   .good()
                   .members.size()
               == 2U);
    read_page const unknown(*with({}), query(9), reply(200, R"({"rows":[]})"));
    BOOST_TEST(std::get<page_fault>(unknown.result).message.find("provider.listKey") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_member_without_an_id_makes_the_page_unusable) {
    for (std::string const bad : {"{}", R"({"id":""})", R"({"id":7,"ref":"a"})", "null", "\"m_2\"", "[]"}) {
        read_page const read(*with({}), query(9), reply(200, R"([{"id":"m_1"},)" + bad + "]"));
        BOOST_TEST(std::get<page_fault>(read.result).message == "member 2 of the page has no id");
    }
}

BOOST_AUTO_TEST_CASE(ids_that_look_otherwise_than_the_settings_say_are_told) {
    // Else a look-up would take such an id for a ref, and its member for missing.
    read_page const read(*with({}), query(9), reply(200, R"([{"id":"x1","ref":"a"}])"));
    BOOST_TEST(read.no().message.find("provider.idPrefix") != std::string::npos);
    BOOST_TEST(read_page(*with({{"idPrefix", "x"}}), query(9), reply(200, R"([{"id":"x1"}])")).good().more);
    BOOST_TEST(read_page(*with({{"idPrefix", ""}}), query(9), reply(200, R"([{"id":"x1"}])")).good().more);
}

BOOST_AUTO_TEST_CASE(a_list_call_that_is_not_there_is_told) {
    for (auto const* const body : {"no such page", "{}", R"({"message":"no such member list"})"}) {
        read_page const read(*with({}), query(9), reply(404, body));
        BOOST_TEST(read.no().code == "http-404");
    }
    BOOST_TEST(read_page(*with({}), query(9), reply(404, "{}")).no().message.find("provider.paths")
               != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_memberbase_that_is_not_there_stops_the_job) {
    for (auto const* const words :
         {"no such memberbase", "Member base not found", "member_base_id is unknown"}) {
        auto const body = json::serialize(json::object{{"message", words}});
        read_page const read(*with({}), query(9), reply(404, body));
        auto const& v = std::get<core::verdict>(read.result);
        BOOST_REQUIRE(is<core::refused>(v));
        BOOST_TEST((std::get<core::refused>(v).what == core::refused::cause::operation));
        BOOST_TEST(std::get<core::refused>(v).message.find("mb_1") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(the_email_is_read_where_there_is_one) {
    read_page const read(*with({}), query(9),
                         reply(200, R"([{"id":"m_1","email":"a@example.com"},{"id":"m_2"}])"));
    BOOST_TEST(read.good().members.at(0).email == "a@example.com");
    BOOST_TEST(read.good().members.at(1).email == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::publisher
