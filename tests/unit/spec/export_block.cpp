#include "spec/paths.hpp"
#include "support.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(export_block)

using namespace muster;
using spec::test::mistakes_of;
using spec::test::warnings_of;

namespace {

constexpr auto one_column = R"({"email": "auth.email"})";
constexpr auto to_csv = R"({"csv": "members.csv"})";

std::string text(std::string const& to, std::string const& columns = one_column, std::string const& more = "",
                 std::string const& beside = "") {
    return R"({"name": "n", "provider": {"kind": "memberstack", "key": {"env": "K"}}, "export": {"to": )" + to
           + (columns.empty() ? "" : R"(, "columns": )" + columns) + more + '}' + beside + '}';
}

spec::spec spec_of(std::string const& text) {
    auto read = spec::read(text, {});
    BOOST_TEST_REQUIRE(read.mistakes.empty());
    return std::move(*read.value);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_file_by_its_name) {
    auto const s = spec_of(text(R"({"csv": "out/members.csv.gz", "delimiter": ";", "bom": true})"));
    BOOST_TEST((s.operation == nullptr));
    auto const& to = std::get<sink::to_file>(s.sink->to);
    BOOST_TEST(to.file == "out/members.csv.gz");
    BOOST_TEST((to.packed == sink::packing::gzip));
    auto const& style = std::get<sink::csv_style>(to.style);
    BOOST_TEST(style.delimiter == ';');
    BOOST_TEST(style.bom);
    BOOST_TEST(!style.guard_formulas);
    BOOST_TEST(!to.partial);
    auto const growing = spec_of(text(R"({"csv": "m.csv", "guardFormulas": true, "partial": true})"));
    BOOST_TEST(std::get<sink::csv_style>(std::get<sink::to_file>(growing.sink->to).style).guard_formulas);
    BOOST_TEST(std::get<sink::to_file>(growing.sink->to).partial);
    BOOST_TEST(s.describe() == "export email to out/members.csv.gz (CSV)");
    BOOST_TEST((s.fields() == std::vector<std::string>{"auth.email"}));
}

BOOST_AUTO_TEST_CASE(whole_documents_ask_for_all_that_the_platform_has) {
    auto const s = spec_of(text(R"({"jsonl": "members.jsonl"})", ""));
    BOOST_TEST(s.sink->whole_documents);
    auto const fields = s.fields();
    BOOST_TEST(std::count(fields.begin(), fields.end(), "json") == 1);
    BOOST_TEST(mistakes_of(text(to_csv, "")).starts_with("/export: must say what is exported"));
}

BOOST_AUTO_TEST_CASE(columns_of_every_kind) {
    auto const s = spec_of(text(to_csv, R"({"id": "id", "n": {"path": "customFields.n", "type": "number"},
        "plans": {"each": "planConnections", "where": {"status": {"equals": "ACTIVE"}}, "of": "planId", "join": ";"},
        "all": {"document": true}})"));
    using content = sink::column::content;
    auto const& c = s.sink->columns;
    BOOST_TEST_REQUIRE(c.size() == 4U);
    BOOST_TEST(c[0].path.text() == "id");
    BOOST_TEST((c[1].form == core::cell_form::number));
    BOOST_TEST((c[2].what == content::elements));
    BOOST_TEST(c[2].of->text() == "planId");
    BOOST_TEST(*c[2].joined_by == ";");
    BOOST_TEST((c[3].what == content::document));
}

BOOST_AUTO_TEST_CASE(columns_of_a_table_are_of_one_type_each) {
    auto const s =
        spec_of(text(R"({"sqlite": "m.db", "table": "members"})",
                     R"({"email": "auth.email", "plans": {"each": "planConnections"},
                                    "joined": {"each": "planConnections", "of": "planId", "join": ","},
                                    "all": {"document": true}, "made": {"path": "createdAt", "type": "date"}})",
                     R"(, "mode": "changed", "fullEvery": "7d", "maxRemovals": 0.25, "migrate": true)"));
    using form = core::cell_form;
    std::vector<form> const expected{form::text, form::json, form::text, form::json, form::date};
    for (std::size_t i = 0; i < expected.size(); ++i) BOOST_TEST((s.sink->columns[i].form == expected[i]), i);
    auto const& to = std::get<sink::to_table>(s.sink->to);
    BOOST_TEST(to.only_changed);
    BOOST_TEST((to.full_every == std::chrono::hours(168)));
    BOOST_TEST(to.max_removals == 0.25);
    BOOST_TEST(to.migrate);
    BOOST_TEST(
        s.describe()
        == "export email, plans, joined, all, made to table members of m.db (SQLite), what has changed");
    BOOST_TEST(spec_of(text(R"({"csv": "m.csv"})",
                            R"({"a": "id", "b": "id", "c": "id", "d": "id", "e": "id", "f": "id"})"))
                   .describe()
               == "export a, b, c, d and 2 more to m.csv (CSV)");
}

BOOST_AUTO_TEST_CASE(columns_are_compared_only_where_rows_are_told_apart_by_their_hash) {
    constexpr auto table = R"({"sqlite": "m.db", "table": "t"})";
    BOOST_TEST(!std::get<sink::to_table>(spec_of(text(table)).sink->to).full_every);
    BOOST_TEST(mistakes_of(text(table, R"({"id": "id"})", R"(, "fullEvery": "7d")"))
                   .starts_with("/export/fullEvery: goes with \"mode\": \"changed\""));
    BOOST_TEST(mistakes_of(text(table, R"({"id": "id"})", R"(, "mode": "changed", "fullEvery": "1s")"))
                   .starts_with("/export/fullEvery: must be from 1m 00s to "));
    BOOST_TEST(mistakes_of(text(to_csv, R"({"id": "id"})", R"(, "fullEvery": "7d")"))
                   .starts_with("/export/fullEvery: is for tables"));
}

BOOST_AUTO_TEST_CASE(the_address_of_a_server_is_kept_elsewhere) {
    auto const s = spec_of(text(R"({"postgres": {"env": "CRM"}, "table": "crm.members"})"));
    BOOST_TEST(s.sink_address->name == "CRM");
    BOOST_TEST(std::get<sink::to_table>(s.sink->to).table == "crm.members");
    BOOST_TEST(mistakes_of(text(R"({"postgres": "postgresql://u:p@h/d", "table": "t"})"))
                   .starts_with("/export/to/postgres: must not be the address itself"));
}

BOOST_AUTO_TEST_CASE(paths_become_absolute) {
    auto s = spec_of(text(to_csv));
    spec::make_paths_absolute(s, "/there/${x}");
    BOOST_TEST(std::get<sink::to_file>(s.sink->to).file == "/there/${x}/members.csv");
    auto const again = spec_of(boost::json::serialize(s.document));
    BOOST_TEST(std::get<sink::to_file>(again.sink->to).file == "/there/${x}/members.csv");
    auto table = spec_of(text(R"({"sqlite": "m.db", "table": "t"})"));
    spec::make_paths_absolute(table, "/there");
    BOOST_TEST(table.document.at("export").at("to").at("sqlite").as_string() == "/there/m.db");
    auto server = spec_of(text(R"({"postgres": {"file": "address"}, "table": "t"})"));
    spec::make_paths_absolute(server, "/there");
    BOOST_TEST(server.sink_address->name == "/there/address");
}

BOOST_AUTO_TEST_CASE(mistakes_are_told_at_their_places) {
    auto const is = [](std::string const& whole, std::string const& said) {
        auto const found = mistakes_of(whole);
        BOOST_TEST(found.starts_with(said), found);
    };
    is(text("{}"), "/export/to: must hold one of");
    is(text(R"({"csv": "a", "sqlite": "b"})"), "/export/to: must hold one of");
    is(text(R"({"csv": "folder/"})"), "/export/to/csv: must be the name of a file");
    is(text(R"({"csv": "a", "delimiter": "ab"})"), "/export/to/delimiter: must be one character");
    is(text(R"({"csv": "a", "table": "t"})"), "/export/to/table: unknown key");
    is(text(R"({"sqlite": "a"})"), "/export/to: \"table\" is missing");
    is(text(to_csv, "{}"), "/export/columns: must name at least one column");
    is(text(to_csv, R"({"": "id"})"), "/export/columns/: must not be empty");
    is(text(to_csv, R"({"a": "x..y"})"), "/export/columns/a: must be the dotted path");
    is(text(to_csv, R"({"a": {"path": "id", "type": "int"}})"), "/export/columns/a/type: must be");
    is(text(to_csv, R"({"a": {"each": "planConnections", "type": "json"}})"),
       "/export/columns/a/type: unknown key");
    is(text(to_csv, R"({"a": {"document": false}})"), "/export/columns/a/document: must be true");
    is(text(to_csv, one_column, R"(, "mode": "changed")"), "/export/mode: is for tables");
    is(text(R"({"sqlite": "a", "table": "t"})", one_column, R"(, "mode": "all")"), "/export/mode: must be");
    is(text(R"({"sqlite": "a", "table": "t"})", R"({"id": "auth.email"})"),
       "/export/columns/id: is the column");
    is(text(to_csv, one_column, "", R"(, "operation": {"delete": {}})"),
       "/operation: is for a job that changes");
    is(text(to_csv, one_column, "", R"(, "limit": 5)"), "/limit: is for a job that changes");
    is(text(to_csv, one_column, "", R"(, "source": {"csv": {"file": "a", "key": "b"}})"),
       "/source/csv: cannot be exported");
}

BOOST_AUTO_TEST_CASE(fields_that_no_member_has_are_warned_of) {
    BOOST_TEST(warnings_of(text(to_csv, R"({"a": "auth.mail"})")).starts_with("/export/columns/a: "));
    BOOST_TEST(warnings_of(text(to_csv, R"({"a": {"each": "planConnections", "of": "planid"}})"))
                   .starts_with("/export/columns/a/of: "));
    BOOST_TEST(warnings_of(text(to_csv, R"({"a": {"each": "planConnections", "where": {"state": "x"}}})"))
                   .starts_with("/export/columns/a/where/state: "));
    BOOST_TEST(warnings_of(text(to_csv, R"({"id": "id", "x": "customFields.anything"})")) == "");
}

BOOST_AUTO_TEST_SUITE_END()
