#include "sink/column.hpp"

#include "core/node.hpp"
#include "core/write_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(columns)

using namespace muster;
namespace json = boost::json;
using sink::column;

namespace {

json::object const member = json::parse(R"({
    "key": "k1", "auth": {"email": "ann@example.com"}, "n": "12", "yes": true, "big": 0.5, "nothing": null,
    "plans": [{"id": "a", "status": "ACTIVE"}, {"id": "b", "status": "OVER"}, {"status": "ACTIVE"},
              {"id": 7, "status": "ACTIVE"}, "odd"],
    "custom": {"a": [1], "dotted.key": "x"}})")
                                .as_object();

column field(std::string const& path, std::optional<core::cell_form> form = std::nullopt) {
    column c;
    c.name = "c";
    c.path = core::path(path);
    c.form = form;
    return c;
}

column elements(std::string const& where = {}) {
    auto c = field("plans");
    c.what = column::content::elements;
    if (where.empty()) return c;
    core::problems found;
    auto const text = json::parse(where);
    c.only = filter::read(core::node(text, "", found));
    BOOST_TEST_REQUIRE(found.empty());
    return c;
}

/// The cell as JSON, or why there is none.
std::string cell(column c) {
    std::vector<column> all;
    all.push_back(std::move(c));
    auto const got = sink::project({"mem_1", "ann@example.com", &member}, all);
    if (auto const* const unfit = std::get_if<sink::misfit>(&got)) return unfit->why;
    std::string text;
    core::write_json(text, *std::get<sink::projection>(got).cells.at(0));
    return text;
}

} // namespace

BOOST_AUTO_TEST_CASE(fields_stand_as_they_are) {
    BOOST_TEST(cell(field("auth.email")) == R"("ann@example.com")");
    BOOST_TEST(cell(field("n")) == R"("12")");
    BOOST_TEST(cell(field("yes")) == "true");
    BOOST_TEST(cell(field("nothing")) == "null");
    BOOST_TEST(cell(field("auth.phone")) == "null");
    BOOST_TEST(cell(field("custom.dotted.key")) == R"("x")");
    BOOST_TEST(cell(field("custom")) == R"({"a":[1],"dotted.key":"x"})");
}

BOOST_AUTO_TEST_CASE(the_id_is_there_whatever_the_platform_calls_it) {
    BOOST_TEST(cell(field("id")) == R"("mem_1")");
}

BOOST_AUTO_TEST_CASE(values_are_made_what_is_asked_for_or_do_not_fit) {
    using form = core::cell_form;
    BOOST_TEST(cell(field("n", form::number)) == "12");
    BOOST_TEST(cell(field("big", form::text)) == R"("0.5")");
    BOOST_TEST(cell(field("custom", form::text)) == R"("{\"a\":[1],\"dotted.key\":\"x\"}")");
    BOOST_TEST(cell(field("nothing", form::number)) == "null");
    BOOST_TEST(cell(field("auth.email", form::number)) == R"(column "c": `ann@example.com` is not a number)");
    BOOST_TEST(cell(field("custom", form::boolean)) == R"(column "c": an object is not true or false)");
}

BOOST_AUTO_TEST_CASE(elements_of_a_list) {
    auto active = elements(R"({"status": {"equals": "ACTIVE"}})");
    active.of = core::path("id");
    BOOST_TEST(cell(std::move(active)) == R"(["a",7])");
    auto all = elements();
    all.of = core::path("id");
    all.joined_by = "; ";
    BOOST_TEST(cell(std::move(all)) == R"("a; b; 7")");
    auto over = elements(R"({"status": {"equals": "OVER"}})");
    BOOST_TEST(cell(std::move(over)) == R"([{"id":"b","status":"OVER"}])");
    auto none = elements();
    none.path = core::path("auth");
    BOOST_TEST(cell(std::move(none)) == "[]");
}

BOOST_AUTO_TEST_CASE(the_whole_document) {
    column c;
    c.what = column::content::document;
    auto const text = cell(std::move(c));
    BOOST_TEST((json::parse(text).as_object() == member));
}

BOOST_AUTO_TEST_SUITE_END()
