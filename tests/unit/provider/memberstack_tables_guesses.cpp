// What `ping` sees of a table, where the documents are silent.
#include "interview.hpp"

#include <boost/json/parse.hpp>

namespace muster::provider::memberstack_tables {

BOOST_AUTO_TEST_SUITE(memberstack_tables_guesses)

namespace {

using muster::provider::tests::interview;
using muster::provider::tests::reply;

constexpr auto kind = "memberstack-tables";

sandbox::beginning with(std::uint64_t records) {
    sandbox::beginning b;
    b.members = records;
    return b;
}

/// The same query without what it says of `key`.
http::request without(http::request r, std::string_view key) {
    if (r.body.empty()) return r;
    auto body = boost::json::parse(r.body);
    auto& query = body.at("query").as_object();
    if (query.contains("findMany")) query.at("findMany").as_object().erase(key);
    r.body = boost::json::serialize(body);
    return r;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_guesses_hold_on_the_fake_table) {
    interview i(kind, {{"unique", "sku"}}, with(300));
    i.lead();
    BOOST_TEST(i.of("cursor") == "fits: a number");
    BOOST_TEST(i.of("after") == "fits: the list goes on behind the cursor");
    BOOST_TEST(i.of("order") == "fits: the oldest come first");
    BOOST_TEST(i.of("provider.unique") == "fits: \"sku\" is of type TEXT_UNIQUE");
    BOOST_TEST(i.of("unknown id") == "fits: an id that is nobody's is refused (HTTP 404)");
    BOOST_TEST(i.sent.size() == 5U);
    for (auto const& each : i.sent)
        BOOST_TEST((each.verb == http::method::get || each.target.ends_with("/query")));
}

BOOST_AUTO_TEST_CASE(a_field_that_is_not_unique_is_a_mistake_and_one_that_is_helps) {
    auto const seen = [](boost::json::object settings) {
        interview i(kind, std::move(settings), with(3));
        i.lead();
        return i.of("provider.unique");
    };
    BOOST_TEST(seen({{"unique", "name"}})
               == R"(wrong: "name" is of type TEXT: several records may have one value -> {"unique":"sku"})");
    BOOST_TEST(seen({{"unique", "colour"}})
               == R"(wrong: the table has no field "colour" -> {"unique":"sku"})");
    BOOST_TEST(seen({})
               == R"(better: "sku" is of type TEXT_UNIQUE: records are found by it -> {"unique":"sku"})");
}

BOOST_AUTO_TEST_CASE(a_table_that_cannot_be_described_leaves_that_open) {
    interview i(kind, {{"unique", "sku"}}, with(3));
    i.lead([](http::request const& r, interview::answerer const& pass_on) {
        return r.verb == http::method::get ? reply(403, "{}") : pass_on(r);
    });
    BOOST_TEST(i.of("provider.unique") == "open: the table's fields: is refused (HTTP 403)");
    interview none(kind, {}, with(3));
    none.lead([](http::request const& r, interview::answerer const& pass_on) {
        return r.verb == http::method::get ? reply(200, R"({"data":{"fields":[]}})") : pass_on(r);
    });
    BOOST_TEST(none.of("provider.unique") == "fits: the table has no field of type TEXT_UNIQUE");
}

BOOST_AUTO_TEST_CASE(a_cursor_that_is_ignored_is_found_out) {
    interview i(kind, {}, with(30));
    i.lead([](http::request const& r, interview::answerer const& pass_on) {
        return pass_on(without(r, "after"));
    });
    BOOST_TEST(i.of("after") == "wrong: the cursor is ignored: the list begins anew");
}

BOOST_AUTO_TEST_CASE(of_a_table_without_records_less_is_told) {
    interview i(kind, {{"unique", "sku"}}, with(0));
    i.lead();
    BOOST_TEST(i.of("after") == "");
    BOOST_TEST(i.of("provider.unique") == "fits: \"sku\" is of type TEXT_UNIQUE");
    BOOST_TEST(i.sent.size() == 3U);
}

BOOST_AUTO_TEST_CASE(where_the_list_cannot_be_read_nothing_more_is_asked) {
    interview i(kind, {{"table", "other"}}, with(3));
    i.lead();
    BOOST_TEST(i.sent.size() == 1U);
    BOOST_TEST(i.found.empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::memberstack_tables
