#include "sink/row_hash.hpp"

#include "cells.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <set>

BOOST_AUTO_TEST_SUITE(hashes_of_rows)

using namespace muster;
using tests::views_of;
namespace json = boost::json;

namespace {

sink::table_layout layout(std::vector<sink::table_column> columns) {
    sink::table_settings s;
    s.table = "t";
    s.columns = std::move(columns);
    return {s, sink::dialect::sqlite};
}

/// Of a row whose cells are the elements of a JSON array.
std::string hash(std::string const& cells) {
    auto const values = json::parse(cells);
    std::vector<sink::table_column> columns;
    for (std::size_t i = 0; i < values.get_array().size(); ++i)
        columns.push_back({"c" + std::to_string(i), core::cell_form::json});
    sink::row_hash it(layout(columns));
    return it(views_of(values.get_array()));
}

} // namespace

BOOST_AUTO_TEST_CASE(no_two_rows_have_one) {
    std::vector<std::string> const rows{R"([null])",
                                        R"([true])",
                                        R"([false])",
                                        R"([0])",
                                        R"([1])",
                                        R"([-1])",
                                        R"([1.0])",
                                        R"([1.5])",
                                        R"(["1"])",
                                        R"([""])",
                                        R"([" "])",
                                        R"(["null"])",
                                        R"(["true"])",
                                        R"([[]])",
                                        R"([{}])",
                                        R"([[null]])",
                                        R"([[[]]])",
                                        R"([["a","b"]])",
                                        R"([["ab"]])",
                                        R"([["a,b"]])",
                                        R"(["a","b"])",
                                        R"(["ab",""])",
                                        R"(["","ab"])",
                                        R"(["a",null])",
                                        R"([null,"a"])",
                                        R"([{"a":1}])",
                                        R"([{"a":"1"}])",
                                        R"([{"a":1,"b":2}])",
                                        R"([{"a":{"b":2}}])",
                                        R"([{"b":1,"a":2}])",
                                        R"(["s1:a"])",
                                        R"([10])",
                                        R"([[1,0]])",
                                        R"([1,0])",
                                        R"([[1],0])",
                                        R"([18446744073709551615])",
                                        R"([-9223372036854775808])",
                                        R"([9223372036854775808])",
                                        R"(["1:"])"};
    std::set<std::string> different;
    for (auto const& each : rows) different.insert(hash(each));
    BOOST_TEST(different.size() == rows.size());
    for (auto const& each : different) BOOST_TEST(each.size() == 32U);
}

BOOST_AUTO_TEST_CASE(it_stays_the_same_over_versions) { // or the first export after an update writes all rows
    BOOST_TEST(hash(R"(["a@x.de",12,null,{"b":[true],"a":0.5}])") == "28770e2a6b183f8f7f0cd0ff7ca498df");
}

BOOST_AUTO_TEST_CASE(the_order_of_keys_does_not_matter) {
    BOOST_TEST(hash(R"([{"a":1,"b":{"c":2,"d":3}}])") == hash(R"([{"b":{"d":3,"c":2},"a":1}])"));
}

BOOST_AUTO_TEST_CASE(columns_matter_by_their_names_and_forms) {
    std::vector<json::value> const cells{"x"};
    auto const of = [&](sink::table_column const& c) { return sink::row_hash(layout({c}))(views_of(cells)); };
    auto const plain = of({"a", core::cell_form::text});
    BOOST_TEST(plain == of({"a", core::cell_form::text}));
    BOOST_TEST(plain != of({"b", core::cell_form::text}));
    BOOST_TEST(plain != of({"a", core::cell_form::json}));
}

BOOST_AUTO_TEST_CASE(the_column_that_is_passed_over_is_not_in_it) {
    sink::row_hash it(layout({{"id", core::cell_form::text}, {"a", core::cell_form::text}}));
    std::vector<json::value> const one{"x", "same"}, two{"y", "same"}, three{"x", "other"};
    BOOST_TEST(it(views_of(one)) == it(views_of(two)));
    BOOST_TEST(it(views_of(one)) != it(views_of(three)));
}

BOOST_AUTO_TEST_SUITE_END()
