#include "sink/table_layout.hpp"

#include "sink/table_fit.hpp"
#include "sink/table_state.hpp"
#include "table_world.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(layout_of_tables)

using namespace muster;
using namespace muster::tests;
using core::cell_form;
using sink::dialect;
using sink::table_layout;

namespace {

sink::table_settings named(std::string table, std::vector<std::string> const& columns = {}) {
    sink::table_settings s;
    s.table = std::move(table);
    for (auto const& each : columns) s.columns.push_back({each, cell_form::text});
    return s;
}

std::string refused(sink::table_settings const& s, dialect words) {
    return error_of([&] { table_layout(s, words); });
}

} // namespace

BOOST_AUTO_TEST_CASE(names_are_quoted) {
    BOOST_TEST(sink::quote_name("members") == "\"members\"");
    BOOST_TEST(sink::quote_name("a\"b\"") == "\"a\"\"b\"\"\"");
    BOOST_TEST(sink::quote_name("") == "\"\"");
}

BOOST_AUTO_TEST_CASE(a_table_is_made_with_its_own_columns_around_the_exports) {
    auto s = named("crm.Members", {"e-mail"});
    s.columns.push_back({"points", cell_form::number});
    s.columns.push_back({"seen", cell_form::date});
    s.columns.push_back({"tags", cell_form::json});
    s.columns.push_back({"vip", cell_form::boolean});
    BOOST_TEST(table_layout(s, dialect::postgres).make_table()
               == "CREATE TABLE \"crm\".\"Members\" (\"id\" text NOT NULL PRIMARY KEY, \"e-mail\" text, "
                  "\"points\" numeric, \"seen\" timestamptz, \"tags\" jsonb, \"vip\" boolean, "
                  "\"deleted_at\" timestamptz, \"_muster_hash\" text)");
    s.table = "Members";
    BOOST_TEST(table_layout(s, dialect::sqlite).make_table()
               == "CREATE TABLE \"Members\" (\"id\" TEXT NOT NULL PRIMARY KEY, \"e-mail\" TEXT, "
                  "\"points\" NUMERIC, \"seen\" TEXT, \"tags\" TEXT, \"vip\" BOOLEAN, "
                  "\"deleted_at\" TEXT, \"_muster_hash\" TEXT)");
}

BOOST_AUTO_TEST_CASE(a_column_for_the_id_is_there_already) {
    table_layout const l(named("t", {"email", "id", "name"}), dialect::postgres);
    BOOST_TEST((l.cells == std::vector<std::size_t>{0, 2}));
    BOOST_TEST(l.column_list() == "\"id\", \"email\", \"name\", \"deleted_at\", \"_muster_hash\"");
    BOOST_TEST(table_layout(named("t", {"ID"}), dialect::sqlite).cells.empty());
    BOOST_TEST(table_layout(named("t", {"ID"}), dialect::postgres).cells.size() == 1U);
}

BOOST_AUTO_TEST_CASE(names_that_a_database_cannot_have_are_refused) {
    for (auto const words : {dialect::sqlite, dialect::postgres}) {
        BOOST_TEST(holds(refused(named(""), words), "unfit: a name of a table is empty"));
        BOOST_TEST(holds(refused(named("muster_exports"), words), "its own notes"));
        BOOST_TEST(
            holds(refused(named("t", {"a", "a"}), words), "two columns of the export are named \"a\""));
        BOOST_TEST(holds(refused(named("t", {"deleted_at"}), words), "a column \"deleted_at\" of its own"));
        BOOST_TEST(holds(refused(named("t", {"_muster_hash"}), words), "of its own"));
        BOOST_TEST(holds(refused(named("t", {"_muster_row"}), words), "of its own"));
        BOOST_TEST(holds(refused(named("t", {std::string("a\0b", 3)}), words), "a NUL"));
        BOOST_TEST(holds(refused(named("t", {""}), words), "a name of a column is empty"));
    }
    BOOST_TEST(holds(refused(named("a.b"), dialect::sqlite), "SQLite has no schemas"));
    BOOST_TEST(holds(refused(named("SQLITE_x"), dialect::sqlite), "sqlite_"));
    BOOST_TEST(holds(refused(named("t", {"Email", "email"}), dialect::sqlite), "letters by their case"));
    table_layout(named("t", {"Email", "email"}), dialect::postgres);

    BOOST_TEST(holds(refused(named("a.b.c"), dialect::postgres), "`schema.members`"));
    BOOST_TEST(holds(refused(named(".b"), dialect::postgres), "a name of a schema is empty"));
    table_layout(named(std::string(51, 'x'), {std::string(63, 'y')}), dialect::postgres);
    BOOST_TEST(holds(refused(named(std::string(52, 'x')), dialect::postgres), "at most 51 bytes"));
    BOOST_TEST(holds(refused(named("t", {std::string(64, 'y')}), dialect::postgres), "63 bytes"));
}

BOOST_AUTO_TEST_CASE(types_hold_what_they_keep_as_it_is) {
    struct expected {
        cell_form form;
        std::string type;
        dialect words;
        bool holds;
    };
    using enum cell_form;
    std::vector<expected> const all{
        {text, "text", dialect::postgres, true},
        {text, "character varying", dialect::postgres, true},
        {text, "integer", dialect::postgres, false},
        {number, "numeric", dialect::postgres, true},
        {number, "bigint", dialect::postgres, true},
        {number, "real", dialect::postgres, false},
        {number, "text", dialect::postgres, false},
        {boolean, "boolean", dialect::postgres, true},
        {boolean, "integer", dialect::postgres, false},
        {date, "timestamp with time zone", dialect::postgres, true},
        {date, "date", dialect::postgres, false},
        {json, "jsonb", dialect::postgres, true},
        {json, "bytea", dialect::postgres, false},
        {text, "VARCHAR(20)", dialect::sqlite, true},
        {text, "", dialect::sqlite, true},
        {text, "INTEGER", dialect::sqlite, false},
        {text, "NUMERIC", dialect::sqlite, false},
        {number, "INTEGER", dialect::sqlite, true},
        {number, "DECIMAL(10,5)", dialect::sqlite, true},
        {number, "TEXT", dialect::sqlite, false},
        {boolean, "BOOLEAN", dialect::sqlite, true},
        {boolean, "TEXT", dialect::sqlite, false},
        {date, "TEXT", dialect::sqlite, true},
        {date, "DATETIME", dialect::sqlite, true},
        {date, "INTEGER", dialect::sqlite, false},
        {json, "TEXT", dialect::sqlite, true},
        {json, "JSON", dialect::sqlite, false}, // NUMERIC to SQLite, which makes 1.0 of it 1
    };
    for (auto const& each : all)
        BOOST_TEST(sink::holds(each.form, {}, each.type, each.words) == each.holds,
                   static_cast<int>(each.form) << " in " << each.type);
    sink::found_table const strict{{}, true, true};
    BOOST_TEST(!sink::holds(text, strict, "BLOB", dialect::sqlite));
    BOOST_TEST(sink::holds(text, strict, "ANY", dialect::sqlite));
    BOOST_TEST(sink::holds(number, strict, "ANY", dialect::sqlite));
}

BOOST_AUTO_TEST_CASE(a_share_is_a_share_also_in_doubles) {
    BOOST_TEST(!sink::too_many(0, 0, 0.1));
    BOOST_TEST(!sink::too_many(0, 0, 0));
    BOOST_TEST(sink::too_many(1, 1, 0));
    BOOST_TEST(!sink::too_many(29, 100, 0.29));
    BOOST_TEST(sink::too_many(30, 100, 0.29));
    BOOST_TEST(!sink::too_many(3, 30, 0.1));
    BOOST_TEST(sink::too_many(4, 30, 0.1));
    BOOST_TEST(!sink::too_many(100'000, 1'000'000, 0.1));
    BOOST_TEST(sink::too_many(100'001, 1'000'000, 0.1));
    BOOST_TEST(!sink::too_many(7, 7, 1));
}

BOOST_AUTO_TEST_SUITE_END()
