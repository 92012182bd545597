#include "memberstack_tables_support.hpp"
#include "provider/registry.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace muster::provider::memberstack_tables {

using tests::reading;

BOOST_AUTO_TEST_SUITE(provider_memberstack_tables_settings)

namespace {

bool has(platform const& p, std::string_view operation) {
    auto const& all = p.about().vocabulary.operations;
    return std::find(all.begin(), all.end(), operation) != all.end();
}

} // namespace

BOOST_AUTO_TEST_CASE(a_table_is_named_by_its_key_or_its_id) {
    for (auto const* const name : {"products", "tbl_cl0x9", "my-table_2", "A"}) {
        reading const r(std::string(R"({"table": ")") + name + "\"}");
        BOOST_TEST(r.said == "");
        BOOST_REQUIRE(r.it);
        BOOST_TEST(r.it->table == name);
        BOOST_TEST(r.it->known_by() == "");
    }
}

BOOST_AUTO_TEST_CASE(what_names_no_table_is_refused_at_its_place) {
    reading const none("{}");
    BOOST_TEST(!none.it);
    BOOST_TEST(none.said.find("\"table\"") != std::string::npos);
    BOOST_TEST(reading(R"({"table": ""})").said.starts_with("/provider/table: must not be empty"));
    BOOST_TEST(reading(R"({"table": 7})").said.starts_with("/provider/table: must be a string"));
    for (auto const* const bad : {"a/b", "/products", "..", "a b", "a?b", "a#b", "a%2Fb", "products/", "é"}) {
        reading const r(std::string(R"({"table": ")") + bad + "\"}");
        BOOST_TEST(!r.it);
        BOOST_TEST(
            r.said
                == "/provider/table: must be the key or the id of a table, e.g. \"products\": letters, "
                   "digits, \"_\" and \"-\"",
            bad);
    }
}

BOOST_AUTO_TEST_CASE(records_are_known_by_a_field_of_the_table) {
    BOOST_TEST(reading(R"({"table": "t", "unique": "sku"})").it->known_by() == "data.sku");
    BOOST_TEST(reading(R"({"table": "t", "reference": "name"})").it->known_by() == "data.name");
    BOOST_TEST(reading(R"({"table": "t", "unique": ""})").said.starts_with("/provider/unique: "));
    for (std::string const key : {"unique", "reference"})
        BOOST_TEST(reading(R"({"table": "t", ")" + key + R"(": "data.sku"})").said
                   == "/provider/" + key
                          + R"(: must be the key of a field of the table, e.g. "sku", without "data." or )"
                            "any other dot");
    BOOST_TEST(reading(R"({"table": "t", "unique": "sku", "reference": "name"})").said
               == R"(/provider/reference: says nothing beside "unique", by which records are known already)");
}

BOOST_AUTO_TEST_CASE(records_can_be_made_if_they_are_known_by_something) {
    BOOST_TEST(has(tests::with_unique(), "create"));
    BOOST_TEST(has(tests::without_unique(), "create"));
    platform const nothing(settings{"products", {}, {}});
    BOOST_TEST(!has(nothing, "create"));
    BOOST_TEST(has(nothing, "update"));
    BOOST_TEST(tests::with_unique().about().can.looked_up_by_reference == 1U);
    BOOST_TEST(tests::without_unique().about().can.looked_up_by_reference == 0U);
}

BOOST_AUTO_TEST_CASE(the_registry_makes_it_of_a_block_that_names_a_table) {
    BOOST_TEST(make("memberstack-tables") == nullptr);
    boost::json::value const block(boost::json::object{{"table", "products"}});
    core::problems found;
    auto const made = find_kind("memberstack-tables")->read(core::node(block, "", found));
    BOOST_REQUIRE(made != nullptr);
    BOOST_TEST(made->about().kind == "memberstack-tables");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::memberstack_tables
