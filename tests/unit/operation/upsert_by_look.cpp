#include "support.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(upsert_by_look)

using namespace muster;
using namespace muster::operation;

namespace {

/// A platform that can create and update.
core::vocabulary of_one() {
    auto v = test::of_a_platform();
    v.operations = {"update", "create"};
    v.reference = "email";
    return v;
}

test::reading read_upsert(std::string const& document, core::vocabulary const& v = of_one()) {
    auto const spec = boost::json::parse(R"({"upsert": )" + document + '}');
    test::reading r;
    r.op = read(core::node(spec, "/operation", r.found), v);
    return r;
}

std::string mistakes(std::string const& document, core::vocabulary const& v = of_one()) {
    std::string all;
    for (auto const& p : read_upsert(document, v).found)
        all += (all.empty() ? "" : "\n") + p.pointer + ": " + p.message;
    return all;
}

constexpr auto row = R"({"row":{"Email":"a@example.com","n":7}})";
constexpr auto usual =
    R"({"email": "{{row.Email}}", "password": "secret", "customFields": {"n": "{{row.n}}"}})";

} // namespace

BOOST_AUTO_TEST_CASE(who_is_there_gets_what_an_update_can_set_and_who_is_not_gets_all) {
    auto const r = read_upsert(usual);
    BOOST_TEST_REQUIRE(r.found.empty());
    auto const there = test::decide(*r.op, row);
    BOOST_TEST(there.starts_with(R"({"update":)"), there);
    BOOST_TEST(there.find(R"({"customFields":{"n":7}})") != there.npos, there);
    BOOST_TEST(there.find("email") == there.npos);
    auto const document = boost::json::parse(row).as_object();
    auto const nobody = r.op->decide_for_nobody({"a@example.com", "", &document});
    BOOST_TEST_REQUIRE(nobody.has_value());
    BOOST_TEST(
        boost::json::serialize(core::to_json(std::get<core::change>(*nobody)))
        == R"({"create":{"document":{"email":"a@example.com","password":"secret","customFields":{"n":7}}}})");
    BOOST_TEST(r.op->describe()
               == "create the member, or set customFields.n of the one that is there, and not password");
}

BOOST_AUTO_TEST_CASE(what_is_replaced_needs_its_word_which_new_members_do_not_get) {
    BOOST_TEST(mistakes(R"({"email": "{{row.Email}}", "json": {"n": 1}})")
                   .starts_with("/operation/upsert/json: needs a word"));
    auto const r = read_upsert(R"({"email": "{{row.Email}}", "json": {"n": 1}, "merge": true})");
    BOOST_TEST_REQUIRE(r.found.empty());
    auto const document = boost::json::parse(row).as_object();
    auto const nobody = r.op->decide_for_nobody({"a@example.com", "", &document});
    BOOST_TEST(boost::json::serialize(core::to_json(std::get<core::change>(*nobody)))
               == R"({"create":{"document":{"email":"a@example.com","json":{"n":1}}}})");
}

BOOST_AUTO_TEST_CASE(mistakes_are_told_once) {
    BOOST_TEST(mistakes("7").starts_with("/operation/upsert: must be an object"));
    BOOST_TEST(mistakes(R"({"email": "{{row.Email}}", "customFields": {"a": "{{"}})").find('\n')
               == std::string::npos);
    BOOST_TEST(mistakes(R"({"customFields": {"a": 1}})").find(R"(what the member's "email" is)")
               != std::string::npos);
    auto const nothing = mistakes(R"({"email": "{{row.Email}}", "password": "secret"})");
    BOOST_TEST(nothing.starts_with("/operation/upsert: names nothing that can be set"), nothing);
    BOOST_TEST(nothing.find("customFields") != nothing.npos);
    auto const slip = mistakes(R"({"email": "{{row.Email}}", "customFeilds": {"a": 1}, "verified": true})");
    BOOST_TEST(slip.find(R"(did you mean "customFields"?)") != slip.npos, slip);
}

BOOST_AUTO_TEST_CASE(not_every_platform_can) {
    BOOST_TEST(upserts_by_look(of_one()));
    auto own = of_one();
    own.operations.emplace_back("upsert");
    BOOST_TEST(!upserts_by_look(own));
    auto half = of_one();
    half.operations = {"create"};
    BOOST_TEST(!upserts_by_look(half));
    auto open = of_one();
    open.open_fields = true;
    BOOST_TEST(!upserts_by_look(open));
    BOOST_TEST(mistakes(usual, open).find(R"(one with "update" and the same rows then changes these)")
               != std::string::npos);
    BOOST_TEST(!upserts_by_look({}));
}

BOOST_AUTO_TEST_SUITE_END()
