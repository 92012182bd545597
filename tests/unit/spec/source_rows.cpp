#include "spec/paths.hpp"
#include "support.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(source_of_rows)

using namespace muster;
using namespace muster::spec;
using test::mistakes_of;
using test::warnings_of;

namespace {

constexpr auto usual = R"({"csv": {"file": "in.csv", "key": "Email"}})";

std::string text(std::string const& source, std::string const& operation, std::string const& more = "") {
    return R"({"name": "n", "provider": {"kind": "memberstack", "key": {"env": "K"}}, "source": )" + source
           + R"(, "operation": )" + operation + more + '}';
}

} // namespace

BOOST_AUTO_TEST_CASE(members_are_made_of_rows) {
    auto const whole = text(usual, R"({"create": {"email": "{{row.Email}}"}})",
                            R"(, "where": {"row.vip": {"equals": "yes"}})");
    BOOST_TEST(mistakes_of(whole) == "");
    BOOST_TEST(warnings_of(whole) == ""); // `row` is a field here
    auto const read = spec::read(whole, {});
    BOOST_TEST(read.value->rows->file == "in.csv");
    BOOST_TEST(read.value->rows->key == "Email");
    BOOST_TEST(mistakes_of(text(R"({"jsonl": {"file": "in.jsonl", "key": "id"}})",
                                R"({"create": {"email": "{{row.id}}"}})"))
               == "");
}

BOOST_AUTO_TEST_CASE(a_file_is_found_again_from_any_directory) {
    auto read = spec::read(text(usual, R"({"create": {"email": "{{row.Email}}"}})"), {});
    spec::make_paths_absolute(*read.value, "/there");
    BOOST_TEST(read.value->rows->file == "/there/in.csv");
    BOOST_TEST(read.value->document.at("source").at("csv").at("file").as_string() == "/there/in.csv");
}

BOOST_AUTO_TEST_CASE(mistakes_are_told_at_their_places) {
    auto const made = R"({"create": {"email": "{{row.Email}}"}})";
    BOOST_TEST(mistakes_of(text(R"({"csv": {"file": "in.csv"}})", made)).starts_with("/source/csv"));
    BOOST_TEST(
        mistakes_of(text(R"({"csv": {"file": "", "key": "a"}})", made)).starts_with("/source/csv/file"));
    BOOST_TEST(mistakes_of(text(usual, R"({"create": {}})"))
                   .starts_with("/operation/create: must say what a member is made of"));
    BOOST_TEST(mistakes_of(text(usual, R"({"create": {"customFields": {}}})"))
                   .starts_with(R"(/operation/create: must say what the member's "email" is)"));
    BOOST_TEST(mistakes_of(text(R"({"csv": {"file": "a", "key": "b"}, "members": []})", made))
                   .starts_with("/source/members: unknown key"));
}

BOOST_AUTO_TEST_CASE(rows_say_which_members_something_is_done_to) {
    auto const set =
        R"({"update": {"customFields": {"points": "{{row.points|number}}", "n": "{{customFields.n}}"}}})";
    auto const by = [&](std::string const& source) {
        return spec::read(text(source, set), {}).value->rows->by;
    };
    BOOST_TEST(by(usual) == "email"); // as the column is called
    BOOST_TEST(by(R"({"csv": {"file": "in.csv", "key": "ID"}})") == "id");
    BOOST_TEST(by(R"({"csv": {"file": "in.csv", "key": "who", "by": "email"}})") == "email");
    BOOST_TEST(by(R"({"jsonl": {"file": "in.jsonl", "key": "who", "by": "id"}})") == "id");
    BOOST_TEST(warnings_of(text(usual, set, R"(, "where": {"row.vip": "yes", "customFields.n": {"gt": 3}})"))
               == "");
    BOOST_TEST(mistakes_of(text(usual, R"({"delete": {}})")) == ""); // the rows name whom
    BOOST_TEST(mistakes_of(text(R"({"csv": {"file": "a", "key": "who"}})", set))
               == R"(/source/csv: must say what the key of a row is to memberstack: "by": "id" or "email")"
                  "\n");
    BOOST_TEST(mistakes_of(text(R"({"csv": {"file": "a", "key": "who", "by": "ref"}})", set))
               == R"(/source/csv/by: must be "id" or "email": memberstack finds members by nothing else)"
                  "\n");
    BOOST_TEST(mistakes_of(text(R"({"csv": {"file": "a", "key": "who", "by": "id"}})",
                                R"({"create": {"email": "{{row.who}}"}})"))
                   .starts_with(R"(/source/csv/by: must be "email")"));
}

BOOST_AUTO_TEST_CASE(a_platform_that_looks_members_up_by_id_only_says_so) {
    auto const whole = [](std::string const& key, std::string const& more = {}) {
        return R"({"name": "n", "provider": {"kind": "memberstack-v1", "key": {"env": "K"}}, "source":
                {"csv": {"file": "a", "key": ")"
               + key + '"' + more + R"(}}, "operation": {"delete": {}}})";
    };
    BOOST_TEST(mistakes_of(whole("id")) == "");
    BOOST_TEST(mistakes_of(whole("email")) == ""); // the list is walked
    BOOST_TEST(mistakes_of(whole("email", R"(, "match": "walk")")) == "");
    BOOST_TEST(mistakes_of(whole("email", R"(, "match": "lookUp")"))
               == R"(/source/csv: must say what the key of a row is to memberstack-v1: "by": "id")"
                  "\n");
    BOOST_TEST(
        mistakes_of(whole("who", R"(, "by": "email", "match": "lookUp")"))
        == R"(/source/csv/by: must be "id": memberstack-v1 finds members by nothing else, unless "match" )"
           R"(is "walk")"
           "\n");
}

BOOST_AUTO_TEST_CASE(a_query_gives_rows) {
    auto const set = R"({"update": {"customFields": {"n": "{{row.n}}"}}})";
    auto const of = [&](std::string const& block) { return mistakes_of(text(block, set)); };
    auto const postgres = R"({"postgres": {"address": {"env": "DB"}, "query": "SELECT 1", "key": "email"}})";
    auto const read = spec::read(text(postgres, set), {}).value;
    BOOST_REQUIRE(read.has_value());
    BOOST_TEST(read->rows->by == "email");
    BOOST_TEST(read->source_address->name == "DB");
    BOOST_TEST(of(R"({"sqlite": {"file": "a.db", "query": "SELECT 1", "key": "id"}})") == "");
    BOOST_TEST(of(R"({"postgres": {"address": "postgresql://u:p@h/d", "query": "SELECT 1", "key": "id"}})")
                   .starts_with("/source/postgres/address: must not be the address itself"));
    BOOST_TEST(of(R"({"postgres": {"query": "SELECT 1", "key": "id"}})")
               == "/source/postgres: \"address\" is missing\n");
    BOOST_TEST(of(R"({"sqlite": {"file": "a.db", "query": "SELECT 1", "key": "who"}})")
                   .starts_with("/source/sqlite: must say what the key of a row is"));
    BOOST_TEST(of(R"({"sqlite": {"file": "a.db", "query": "SELECT 1", "key": "id"}, "order": "ASC"})")
                   .starts_with("/source/order: unknown key"));
}

BOOST_AUTO_TEST_CASE(rows_that_make_members_meet_nobody) {
    auto const source = R"({"csv": {"file": "a", "key": "Email", "match": "walk"}})";
    BOOST_TEST(mistakes_of(text(source, R"({"create": {"email": "{{row.Email}}"}})"))
               == "/source/csv/match: is for rows about members that exist, and these make members\n");
}

BOOST_AUTO_TEST_CASE(an_upsert_meets_members_where_the_platform_has_none) {
    auto const upsert = R"({"upsert": {"email": "{{row.Email}}", "customFields": {"n": "{{row.n}}"}}})";
    auto const whole = text(R"({"csv": {"file": "in.csv", "key": "Email", "match": "walk"}})", upsert,
                            R"(, "where": {"row.vip": "yes"})");
    BOOST_TEST(mistakes_of(whole) == "");
    BOOST_TEST(warnings_of(whole) == "");
    auto const read = spec::read(whole, {});
    BOOST_TEST(read.value->upserts_by_look);
    BOOST_TEST(read.value->meets_members());
    BOOST_TEST(!read.value->makes_rows_members());
    BOOST_TEST(read.value->rows->by == "email");
    BOOST_TEST(mistakes_of(text(usual, upsert, R"(, "where": {"verified": {"equals": true}})"))
                   .starts_with("/where: asks for \"verified\", which whoever is not there yet"));
    BOOST_TEST(mistakes_of(text(R"({"csv": {"file": "a", "key": "who", "by": "id"}})", upsert))
               == R"(/source/csv/by: must be "email": that is what a new member is known by)"
                  "\n");
    BOOST_TEST(
        mistakes_of(text(R"({"members": [{"email": "a@example.com"}]})", R"({"upsert": {}})"))
            .starts_with("/operation/upsert: is of rows here, as memberstack has no upsert of its own"));
    BOOST_TEST(mistakes_of(text(usual, R"({"upsert": {}})"))
                   .starts_with("/operation/upsert: must say what a member is made of"));
    auto const walked = mistakes_of(
        R"({"name": "n", "provider": {"kind": "memberstack-v1", "key": {"env": "K"}},
            "source": {"csv": {"file": "a", "key": "Email", "match": "lookUp"}},
            "operation": {"upsert": {"email": "{{row.Email}}", "customFields": {"n": "{{row.n}}"}}}})");
    BOOST_TEST(walked.starts_with("/source/csv/match: cannot be had: memberstack-v1 looks nobody up by"),
               walked);
}

BOOST_AUTO_TEST_CASE(what_became_of_rows_before_is_nothing_to_go_by) {
    auto const made = R"({"create": {"email": "{{row.Email}}"}})";
    BOOST_TEST(mistakes_of(text(usual, made, R"(, "where": {"row": {"_muster_outcome": "failed"}})"))
                   .starts_with("/where: asks for \"row._muster_outcome\""));
    BOOST_TEST(
        mistakes_of(
            text(usual,
                 R"({"create": {"email": "{{row.Email}}", "customFields": {"x": "{{row._muster_x}}"}}})"))
            .starts_with("/operation: asks for \"row._muster_x\""));
    BOOST_TEST(mistakes_of(text(R"({"csv": {"file": "in.csv", "key": "_muster_code"}})", made))
                   .starts_with("/source/csv/key: begins with _muster_"));
    BOOST_TEST(mistakes_of(text(usual, made, R"(, "where": {"row.x._muster_y": "z"})")) == "");
}

BOOST_AUTO_TEST_CASE(what_no_row_has_is_warned_of) {
    auto const whole = text(usual, R"({"create": {"email": "{{Email}}"}})");
    BOOST_TEST(warnings_of(whole).find("Email") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
