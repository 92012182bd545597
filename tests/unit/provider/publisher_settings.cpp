#include "publisher_support.hpp"

namespace muster::provider::publisher {

BOOST_AUTO_TEST_SUITE(provider_publisher_settings)

namespace {

namespace json = boost::json;

using muster::provider::tests::is;
using muster::provider::tests::reply;
using tests::block;
using tests::with;

std::string mistakes(json::object settings) {
    settings.emplace("baseUrl", "https://one.example.com");
    settings.emplace("memberBaseId", "mb_1");
    return block(settings).mistakes;
}

} // namespace

BOOST_AUTO_TEST_CASE(an_instance_and_a_memberbase_are_needed) {
    block const nothing({});
    BOOST_TEST(nothing.platform == nullptr);
    BOOST_TEST(nothing.mistakes.find("memberBaseId") != std::string::npos);
    BOOST_TEST(nothing.mistakes.find("baseUrl") != std::string::npos);
    BOOST_TEST(make("publisher") == nullptr);
    BOOST_TEST(block({{"baseUrl", "https://x.example"}, {"memberBaseId", ""}}).platform == nullptr);
}

BOOST_AUTO_TEST_CASE(each_mistake_is_told_at_its_place) {
    BOOST_TEST(mistakes({{"batch", 0}}).starts_with("/batch "));
    BOOST_TEST(mistakes({{"batch", 5001}}).starts_with("/batch "));
    BOOST_TEST(mistakes({{"batch", "many"}}).starts_with("/batch "));
    BOOST_TEST(mistakes({{"largestPage", 0}}).starts_with("/largestPage "));
    BOOST_TEST(mistakes({{"paging", "page"}}) == "/paging must be \"offset\" or \"none\"\n");
    BOOST_TEST(mistakes({{"attributes", "kept"}}).starts_with("/attributes must be"));
    BOOST_TEST(mistakes({{"missing", 404}}).starts_with("/missing "));
    BOOST_TEST(mistakes({{"listKey", ""}}).starts_with("/listKey "));
    BOOST_TEST(mistakes({{"idPrefix", 1}}).starts_with("/idPrefix "));
    BOOST_TEST(mistakes({{"idFilter", "no"}}).starts_with("/idFilter "));
    BOOST_TEST(mistakes({{"testInstance", 1}}).starts_with("/testInstance "));
    BOOST_TEST(mistakes({{"paths", "list"}}).starts_with("/paths "));
    BOOST_TEST(mistakes({{"paths", {{"remove", "x"}}}}).starts_with("/paths"));
    for (auto const* const bad : {"", "a b", "a#b", "a?b", "//a", "/a/../b", "ü"})
        BOOST_TEST(mistakes({{"paths", {{"list", bad}}}}).starts_with("/paths/list "));
}

BOOST_AUTO_TEST_CASE(each_setting_has_a_schema) {
    auto const& schema = find_kind("publisher")->settings;
    for (auto const* const key : {"memberBaseId", "paths", "batch", "largestPage", "paging", "listKey",
                                  "idPrefix", "idFilter", "attributes", "missing", "testInstance"})
        BOOST_TEST(schema.contains(key), key);
    BOOST_TEST(schema.size() == 11U);
}

BOOST_AUTO_TEST_CASE(a_member_is_read_however_it_is_wrapped) {
    for (auto const* const body :
         {R"({"id":"m_1","ref":"u1"})", R"({"member":{"id":"m_1"}})", R"({"data":{"id":"m_1"}})",
          R"({"id":"m_1","error":"an attribute","data":{"id":"m_2"}})"}) {
        json::monotonic_resource memory;
        auto const read = with({})->read_member(reply(200, body), memory);
        BOOST_TEST(std::get<found_member>(read).value().id == "m_1");
    }
    for (auto const* const body : {"", "{}", "[]", R"({"data":{}})", R"({"id":7})"}) {
        json::monotonic_resource memory;
        auto const read = with({})->read_member(reply(200, body), memory);
        BOOST_TEST(is<core::transient>(std::get<core::verdict>(read)));
    }
}

BOOST_AUTO_TEST_CASE(a_missing_member_is_null_or_a_404_that_names_a_member) {
    auto const missing = [](json::object settings, http::reply const& r) {
        json::monotonic_resource memory;
        auto const read = with(std::move(settings))->read_member(r, memory);
        auto const* const found = std::get_if<found_member>(&read);
        return found != nullptr && !found->has_value();
    };
    BOOST_TEST(missing({}, reply(200, "null")));
    BOOST_TEST(missing({}, reply(200, R"({"member":null})")));
    BOOST_TEST(missing({}, reply(404, R"({"code":"member-not-found"})")));
    BOOST_TEST(missing({}, reply(404, R"({"error":{"code":5,"message":"Member not found"}})")));
    BOOST_TEST(missing({}, reply(404, R"({"title":"Not Found","detail":"no such member"})")));
    // The path is a guess: what may be said of it says nothing of the member.
    for (auto const* const body :
         {"", "<html>member</html>", R"({"error":"Not Found"})",
          R"({"message":"Cannot POST /publisher.v1/member/get"})", R"({"message":"no such memberbase"})"})
        BOOST_TEST(!missing({}, reply(404, body)));
    BOOST_TEST(missing({{"missing", "404"}}, reply(404, R"({"error":"Not Found"})")));
    for (auto const* const body : {"", "<html>", R"({"message":"Cannot POST /publisher.v1/member/get"})"})
        BOOST_TEST(!missing({{"missing", "404"}}, reply(404, body)));
}

BOOST_AUTO_TEST_CASE(only_a_deletion_finds_its_member_missing) {
    auto const gone = reply(404, R"({"message":"no such member"})");
    auto const deletion = muster::provider::tests::unit_of(core::delete_member{}, "m_1");
    BOOST_TEST(is<core::gone>(muster::provider::tests::sole(with({})->judge(deletion, gone))));
    auto const upsert = muster::provider::tests::unit_of(core::upsert_member{{{"ref", "a"}}}, "a");
    BOOST_TEST(is<core::rejected>(muster::provider::tests::sole(with({})->judge(upsert, gone))));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::publisher
