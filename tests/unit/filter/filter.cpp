#include "filter/filter.hpp"

#include "where.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(operators)

using namespace std::string_literals;

namespace {

/// One kind of value for each column of the operator table; the last one is a missing field.
std::vector<std::string> const values{"\"b\"", "\"\"", "5", "5.5", "true", "false", "null", "[]", "{}", ""};

/// Which of `values` the operators match, as a row of 1 and 0.
std::string row(std::string_view operators) {
    std::string bits;
    for (auto const& v : values) bits += field_matches(operators, v) ? '1' : '0';
    return bits;
}

} // namespace

BOOST_AUTO_TEST_CASE(each_operator_matches_its_own_type_and_no_missing_field) {
    struct {
        char const* operators;
        char const* expected; // "b" "" 5 5.5 true false null [] {} missing
    } const table[] = {
        {R"({"equals": "b"})", "1000000000"},
        {R"({"equals": ""})", "0100000000"},
        {R"({"equals": 5})", "0010000000"},
        {R"({"equals": 5.0})", "0010000000"},
        {R"({"equals": 5.5})", "0001000000"},
        {R"({"equals": true})", "0000100000"},
        {R"({"equals": false})", "0000010000"},
        {R"({"equals": null})", "0000001000"},
        {R"("b")", "1000000000"},
        {R"(5)", "0010000000"},
        {R"(true)", "0000100000"},
        {R"(null)", "0000001000"},
        {R"({"not": "b"})", "0111111111"},
        {R"({"not": 5})", "1101111111"},
        {R"({"not": false})", "1111101111"},
        {R"({"not": null})", "1111110111"},
        {R"({"not": {"equals": "b"}})", "0111111111"},
        {R"({"not": {"in": ["b", 5, null]}})", "0101110111"},
        {R"({"not": {"gt": 5}})", "1110111111"},
        {R"({"not": {"not": "b"}})", "1000000000"},
        {R"({"not": {"isSet": true}})", "0000000001"},
        {R"({"in": []})", "0000000000"},
        {R"({"in": ["b"]})", "1000000000"},
        {R"({"in": ["b", 5, true, null]})", "1010101000"},
        {R"({"notIn": []})", "1111111111"},
        {R"({"notIn": ["b"]})", "0111111111"},
        {R"({"notIn": ["b", 5, true, null]})", "0101010111"},
        {R"({"notIn": ["b"], "isSet": true})", "0111111110"},
        {R"({"lt": "c"})", "1100000000"},
        {R"({"lt": "b"})", "0100000000"},
        {R"({"lte": "b"})", "1100000000"},
        {R"({"gt": "a"})", "1000000000"},
        {R"({"gt": ""})", "1000000000"},
        {R"({"gte": ""})", "1100000000"},
        {R"({"lt": 5.5})", "0010000000"},
        {R"({"lte": 5.5})", "0011000000"},
        {R"({"lte": 5})", "0010000000"},
        {R"({"gt": 5})", "0001000000"},
        {R"({"gte": 5})", "0011000000"},
        {R"({"gte": 5.0})", "0011000000"},
        {R"({"gt": -1, "lt": 5.2})", "0010000000"},
        {R"({"contains": "b"})", "1000000000"},
        {R"({"contains": ""})", "1100000000"},
        {R"({"startsWith": "b"})", "1000000000"},
        {R"({"startsWith": "bb"})", "0000000000"},
        {R"({"endsWith": "b"})", "1000000000"},
        {R"({"endsWith": ""})", "1100000000"},
        {R"({"isSet": true})", "1111111110"},
        {R"({"isSet": false})", "0000000001"},
        {R"({"isSet": true, "not": null})", "1111110110"},
        {R"({"some": {}})", "0000000000"},
        {R"({"every": {}})", "0000000100"},
        {R"({"none": {}})", "1111111111"},
        {R"({"AND": [{"gte": 5}, {"lt": 5.5}]})", "0010000000"},
        {R"({"OR": [{"equals": "b"}, {"equals": 5}]})", "1010000000"},
        {R"({"NOT": {"equals": "b"}})", "0111111111"},
        {R"({"NOT": [{"equals": "b"}, {"equals": 5}]})", "0101111111"},
        {R"({"NOT": {"isSet": false}})", "1111111110"},
        {R"({"isSet": true, "OR": [{"equals": null}, {"gt": 5}]})", "0001001000"},
    };
    for (auto const& [operators, expected] : table) BOOST_TEST(row(operators) == expected, operators);
}

BOOST_AUTO_TEST_CASE(each_operator_with_not_in_it_is_the_complement_of_the_one_without) {
    for (auto const* const of : {R"([])", R"(["b"])", R"([""])", R"([null])", R"(["b", 5, true, null])"}) {
        for (auto const& v : values) {
            auto const list = std::string(of);
            BOOST_TEST(field_matches("{\"in\": " + list + '}', v)
                       != field_matches("{\"notIn\": " + list + '}', v));
        }
    }
    for (auto const* const one : {R"("b")", "5", "null", "true"}) {
        for (auto const& v : values) {
            auto const value = std::string(one);
            BOOST_TEST(field_matches("{\"not\": " + value + '}', v)
                       == field_matches("{\"notIn\": [" + value + "]}", v));
        }
    }
}

BOOST_AUTO_TEST_CASE(all_operators_of_an_object_must_hold) {
    auto const* const between = R"({"gte": 10, "lt": 20, "not": 15})";
    for (auto const* const value : {"10", "14.9", "19"}) BOOST_TEST(field_matches(between, value), value);
    for (auto const* const value : {"9", "15", "20", "\"12\""})
        BOOST_TEST(!field_matches(between, value), value);
}

BOOST_AUTO_TEST_CASE(large_integers_are_told_apart) {
    BOOST_TEST(field_matches("9007199254740993", "9007199254740993"));
    BOOST_TEST(!field_matches("9007199254740993", "9007199254740992"));
    BOOST_TEST(field_matches(R"({"gt": 9007199254740992})", "9007199254740993"));
    BOOST_TEST(field_matches(R"({"in": [18446744073709551615]})", "18446744073709551615"));
    BOOST_TEST(!field_matches(R"({"in": [18446744073709551615]})", "18446744073709551614"));
}

BOOST_AUTO_TEST_CASE(dates_are_instants_in_every_operator) {
    auto const* const noon = R"("2026-01-31T12:00:00.000Z")";
    BOOST_TEST(field_matches(R"("2026-01-31T13:00:00+01:00")", noon));
    BOOST_TEST(!field_matches(R"({"not": "2026-01-31T13:00:00+01:00"})", noon));
    BOOST_TEST(field_matches(R"({"in": ["x", "2026-01-31T12:00Z"]})", noon));
    BOOST_TEST(!field_matches(R"({"notIn": ["2026-01-31T12:00"]})", noon));
    BOOST_TEST(field_matches(R"({"gt": "2026-01-31", "lt": "2026-02-01"})", noon));
    BOOST_TEST(field_matches(R"({"gte": "2026-01-31T12:00:00Z", "lte": "2026-01-31T12:00:00Z"})", noon));
    BOOST_TEST(!field_matches(R"({"lt": "2026-01-31T12:00:00Z"})", noon));
    BOOST_TEST(field_matches(R"({"lt": "2026-01-31T12:30:00+00:15"})", noon));
}

BOOST_AUTO_TEST_CASE(relative_dates_are_counted_from_now) {
    auto const at = [](std::string const& operators, std::string_view value) {
        auto const document = boost::json::parse("{\"f\": \"" + std::string(value) + "\"}");
        return compile("{\"f\": " + operators + '}', {nullptr, noon})
            .matches({"mem_1", "", &document.get_object()});
    };
    BOOST_TEST(at(R"({"lt": "-30d"})", "2026-10-23T11:59:59Z"));
    BOOST_TEST(!at(R"({"lt": "-30d"})", "2026-10-23T12:00:00Z"));
    BOOST_TEST(at(R"({"lte": "-30d"})", "2026-10-23T12:00:00Z"));
    BOOST_TEST(at(R"({"gte": "-12h"})", "2026-11-22T00:00:00Z"));
    BOOST_TEST(!at(R"({"gt": "-12h"})", "2026-11-22"));
    BOOST_TEST(at(R"({"gt": "-1w", "lt": "+1w"})", "2026-11-15T12:00:01Z"));
    BOOST_TEST(at(R"({"lt": "+7d"})", "2026-11-29T11:59:59Z"));
    BOOST_TEST(!at(R"({"lt": "+7d"})", "2026-11-29T12:00:00Z"));
    BOOST_TEST(!at(R"({"lt": "-30d"})", ""));
    BOOST_TEST(at(R"({"equals": "-30d"})", "-30d"));
}

BOOST_AUTO_TEST_CASE(relative_dates_can_be_fixed_in_the_text) {
    auto where = boost::json::parse(
        R"({"a": {"lt": "-30d", "not": {"gte": "+12h"}}, "OR": [{"b.c": {"gt": "-2w", "lte": "2026-01-01"}}],
            "d": {"some": {"e": {"lte": "-0h"}}}, "customFields": {"f": "-30d", "g": {"in": ["-30d"], "equals": "-1d"}},
            "customFields.lt": "-30d"})");
    muster::filter::fix_relative_dates(where, noon);
    auto const expected = boost::json::parse(
        R"({"a": {"lt": "2026-10-23T12:00:00.000Z", "not": {"gte": "2026-11-23T00:00:00.000Z"}},
            "OR": [{"b.c": {"gt": "2026-11-08T12:00:00.000Z", "lte": "2026-01-01"}}],
            "d": {"some": {"e": {"lte": "2026-11-22T12:00:00.000Z"}}},
            "customFields": {"f": "-30d", "g": {"in": ["-30d"], "equals": "-1d"}}, "customFields.lt": "-30d"})");
    BOOST_TEST(boost::json::serialize(where) == boost::json::serialize(expected));
}

BOOST_AUTO_TEST_CASE(what_is_no_date_is_neither_before_nor_after_one) {
    for (auto const* const value : {R"("")", R"("never")", "null", "0", ""}) {
        BOOST_TEST(!field_matches(R"({"lt": "2026-01-31"})", value), value);
        BOOST_TEST(!field_matches(R"({"gte": "2026-01-31"})", value), value);
    }
}

BOOST_AUTO_TEST_CASE(case_is_disregarded_by_the_operators_beside_the_mode) {
    auto const* const m = "\"M\xC3\x9CNCHEN\"";
    for (auto const* const operators :
         {"{\"equals\": \"m\xC3\xBCnchen\", \"mode\": \"insensitive\"}",
          R"({"in": ["x", "mÜnchen"], "mode": "insensitive"})",
          R"({"contains": "ünc", "mode": "insensitive"})", R"({"startsWith": "mü", "mode": "insensitive"})",
          R"({"endsWith": "chen", "mode": "insensitive"})",
          R"({"not": {"not": "münchen"}, "mode": "insensitive"})",
          R"({"OR": [{"equals": "münchen"}], "mode": "insensitive"})",
          R"({"OR": [{"equals": "münchen", "mode": "insensitive"}]})"}) {
        BOOST_TEST(field_matches(operators, m), operators);
    }
    for (auto const* const operators :
         {R"({"equals": "münchen"})", R"({"equals": "münchen", "mode": "default"})",
          R"({"not": "münchen", "mode": "insensitive"})", R"({"notIn": ["münchen"], "mode": "insensitive"})",
          R"({"OR": [{"equals": "münchen", "mode": "default"}], "mode": "insensitive"})",
          R"({"startsWith": "ün", "mode": "insensitive"})"}) {
        BOOST_TEST(!field_matches(operators, m), operators);
    }
}

BOOST_AUTO_TEST_CASE(the_mode_stays_within_its_field) {
    auto const* const document = R"({"a": "X", "b": {"c": "X"}, "d": ["X"]})";
    BOOST_TEST(matches(R"({"a": {"equals": "x", "mode": "insensitive"}, "b": {"c": "X"}})", document));
    BOOST_TEST(!matches(R"({"a": {"equals": "x", "mode": "insensitive"}, "b": {"c": "x"}})", document));
    BOOST_TEST(!matches(R"({"d": {"some": "x", "not": "y", "mode": "insensitive"}})", document));
    BOOST_TEST(matches(R"({"d": {"some": {"equals": "x", "mode": "insensitive"}}})", document));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(fields)

BOOST_AUTO_TEST_CASE(nothing_asked_matches_every_member) {
    BOOST_TEST(matches("{}", "{}"));
    BOOST_TEST(matches("{}", R"({"a": 1})"));
    boost::json::object const document;
    BOOST_TEST(muster::filter::filter().matches({"mem_1", "", &document}));
}

BOOST_AUTO_TEST_CASE(dotted_and_nested_fields_mean_the_same) {
    auto const* const document =
        R"({"auth": {"email": "a@b.de"}, "customFields": {"address": {"city": "Bonn"}}})";
    for (auto const* const where :
         {R"({"customFields.address.city": "Bonn"})",
          R"({"customFields": {"address": {"city": {"equals": "Bonn"}}}})",
          R"({"customFields": {"address.city": "Bonn"}})", R"({"customFields.address": {"city": "Bonn"}})",
          R"({"customFields": {"address": {"city": "Bonn"}}, "auth.email": {"endsWith": ".de"}})"}) {
        BOOST_TEST(matches(where, document), where);
        BOOST_TEST(!matches(where, "{}"), where);
        BOOST_TEST(!matches(where, R"({"customFields": {"address": "Bonn"}})"), where);
    }
}

BOOST_AUTO_TEST_CASE(all_fields_must_match) {
    auto const* const where = R"({"a": 1, "b": {"c": 2, "d": 3}})";
    BOOST_TEST(matches(where, R"({"a": 1, "b": {"c": 2, "d": 3}})"));
    BOOST_TEST(!matches(where, R"({"a": 1, "b": {"c": 2, "d": 4}})"));
    BOOST_TEST(!matches(where, R"({"a": 1, "b": {"c": 2}})"));
    BOOST_TEST(!matches(where, R"({"a": 2, "b": {"c": 2, "d": 3}})"));
}

BOOST_AUTO_TEST_CASE(a_key_with_dots_in_it_is_found) {
    BOOST_TEST(matches(R"({"customFields.country": "x"})", R"({"customFields.country": "x"})"));
    BOOST_TEST(matches(R"({"customFields": {"country": "x"}})", R"({"customFields.country": "x"})"));
}

BOOST_AUTO_TEST_CASE(a_field_named_like_an_operator_is_reached_by_a_dotted_path) {
    auto const* const document = R"({"customFields": {"in": "x", "mode": "y", "not": {"some": 1}}})";
    BOOST_TEST(matches(R"({"customFields.in": "x"})", document));
    BOOST_TEST(matches(R"({"customFields.mode": {"equals": "y"}})", document));
    BOOST_TEST(matches(R"({"customFields.not.some": 1})", document));
    BOOST_TEST(!matches(R"({"customFields": {"in": ["x"]}})", document)); // the operator
}

BOOST_AUTO_TEST_CASE(below_what_is_no_object_all_fields_are_missing) {
    for (auto const* const document : {R"({"a": null})", R"({"a": "b"})", R"({"a": [{"b": 1}]})"}) {
        BOOST_TEST(matches(R"({"a.b": {"isSet": false}})", document));
        BOOST_TEST(matches(R"({"a": {"b": {"not": 1}}})", document));
        BOOST_TEST(!matches(R"({"a.b": 1})", document));
    }
}

BOOST_AUTO_TEST_CASE(the_fields_it_reads_are_listed_once) {
    auto const f = compile(R"({"customFields": {"country": "x", "OR": [{"city": "a"}, {"city": "b"}]},
        "json.level": {"gt": 1, "lt": 9}, "NOT": {"auth.email": {"isSet": false}},
        "planConnections": {"some": {"planId": "p", "status": {"not": "ACTIVE"}}}})");
    std::vector<std::string> const expected{"customFields.country", "customFields.city", "json.level",
                                            "auth.email", "planConnections"};
    BOOST_TEST(f.fields() == expected, boost::test_tools::per_element());
    BOOST_TEST(compile("{}").fields().empty());
    BOOST_TEST(muster::filter::filter().fields().empty());
}

BOOST_AUTO_TEST_CASE(a_filter_outlives_its_text_and_can_be_moved) {
    auto f = compile(R"({"a": {"in": ["a long string that is stored on the heap"]}})");
    auto const moved = std::move(f);
    auto const document = boost::json::parse(R"({"a": "a long string that is stored on the heap"})");
    BOOST_TEST(moved.matches({"mem_1", "", &document.get_object()}));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(junctions)

BOOST_AUTO_TEST_CASE(junctions_take_an_object_or_an_array) {
    struct {
        char const* where;
        char const* expected; // for {} {a:1} {b:1} {a:1,b:1}
    } const table[] = {
        {R"({"AND": {"a": 1}})", "0101"},
        {R"({"AND": [{"a": 1}, {"b": 1}]})", "0001"},
        {R"({"OR": {"a": 1, "b": 1}})", "0001"},
        {R"({"OR": [{"a": 1}, {"b": 1}]})", "0111"},
        {R"({"NOT": {"a": 1}})", "1010"},
        {R"({"NOT": {"a": 1, "b": 1}})", "1110"},
        {R"({"NOT": [{"a": 1}, {"b": 1}]})", "1000"},
        {R"({"a": 1, "NOT": {"b": 1}})", "0100"},
        {R"({"NOT": {"NOT": {"a": 1}}})", "0101"},
        {R"({"OR": [{"a": 1, "NOT": {"b": 1}}, {"b": 1, "NOT": {"a": 1}}]})", "0110"},
        {R"({"a": 1, "OR": [{"b": 1}, {"b": {"isSet": false}}]})", "0101"},
        {R"({"NOT": {"a": {"isSet": false}}})", "0101"},
    };
    for (auto const& [where, expected] : table) {
        std::string bits;
        for (auto const* const document : {"{}", R"({"a": 1})", R"({"b": 1})", R"({"a": 1, "b": 1})"}) {
            bits += matches(where, document) ? '1' : '0';
        }
        BOOST_TEST(bits == expected, where);
    }
}

BOOST_AUTO_TEST_CASE(junctions_stand_inside_nested_fields) {
    auto const* const where =
        R"({"customFields": {"OR": [{"country": "DE"}, {"country": {"in": ["AT", "CH"]}}], "NOT": {"test": true}}})";
    BOOST_TEST(matches(where, R"({"customFields": {"country": "DE"}})"));
    BOOST_TEST(matches(where, R"({"customFields": {"country": "CH", "test": false}})"));
    BOOST_TEST(!matches(where, R"({"customFields": {"country": "CH", "test": true}})"));
    BOOST_TEST(!matches(where, R"({"customFields": {"country": "FR"}})"));
    BOOST_TEST(!matches(where, R"({"country": "DE"})"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(arrays)

BOOST_AUTO_TEST_CASE(quantifiers_look_at_scalar_elements) {
    struct {
        char const* operators;
        char const* expected; // [] ["x"] ["x","y"] ["y"] [1,null] "x" null missing
    } const table[] = {
        {R"({"some": {"equals": "x"}})", "01100000"},
        {R"({"some": "x"})", "01100000"},
        {R"({"every": "x"})", "11000000"},
        {R"({"none": "x"})", "10011111"},
        {R"({"some": {"not": "x"}})", "00111000"},
        {R"({"every": {"in": ["x", "y"]}})", "11110000"},
        {R"({"some": {"gte": 1}})", "00001000"},
        {R"({"some": null})", "00001000"},
        {R"({"some": {}})", "01111000"},
        {R"({"every": {}})", "11111000"},
        {R"({"none": {}})", "10000111"},
        {R"({"not": {"some": "x"}})", "10011111"},
        {R"({"some": "x", "none": "y"})", "01000000"},
        {R"({"some": {"OR": [{"equals": "x"}, {"lt": 5}]}})", "01101000"},
        {R"({"isSet": true, "none": "x"})", "10011110"},
    };
    for (auto const& [operators, expected] : table) {
        std::string bits;
        for (auto const* const value :
             {"[]", R"(["x"])", R"(["x", "y"])", R"(["y"])", "[1, null]", "\"x\"", "null", ""}) {
            bits += field_matches(operators, value) ? '1' : '0';
        }
        BOOST_TEST(bits == expected, operators);
    }
}

BOOST_AUTO_TEST_CASE(quantifiers_look_into_objects_one_element_at_a_time) {
    auto const* const document = R"({"planConnections": [
        {"planId": "pln_a", "status": "CANCELED", "payment": null},
        {"planId": "pln_b", "status": "ACTIVE", "payment": {"amount": 10}}]})";
    for (auto const* const where :
         {R"({"planConnections": {"some": {"planId": "pln_b", "status": "ACTIVE"}}})",
          R"({"planConnections": {"some": {"payment.amount": {"gte": 10}}}})",
          R"({"planConnections": {"some": {"payment": {"amount": 10}}}})",
          R"({"planConnections": {"every": {"planId": {"startsWith": "pln_"}}}})",
          R"({"planConnections": {"none": {"planId": "pln_a", "status": "ACTIVE"}}})",
          R"({"planConnections": {"some": {"OR": [{"planId": "pln_x"}, {"status": "CANCELED"}]}}})",
          R"({"planConnections": {"some": {"NOT": {"status": "ACTIVE"}}}})",
          R"({"planConnections": {"some": {"payment": {"isSet": true, "not": null}}}})"}) {
        BOOST_TEST(matches(where, document), where);
    }
    for (auto const* const where :
         {R"({"planConnections": {"some": {"planId": "pln_a", "status": "ACTIVE"}}})",
          R"({"planConnections": {"every": {"status": "ACTIVE"}}})",
          R"({"planConnections": {"none": {"status": "ACTIVE"}}})",
          R"({"planConnections": {"every": {"payment.amount": {"isSet": true}}}})",
          R"({"planConnections": {"some": {"equals": "pln_a"}}})"}) {
        BOOST_TEST(!matches(where, document), where);
    }
}

BOOST_AUTO_TEST_CASE(fields_of_elements_that_are_no_objects_are_missing) {
    BOOST_TEST(!field_matches(R"({"some": {"a": 1}})", R"(["a", 1, [{"a": 1}]])"));
    BOOST_TEST(field_matches(R"({"every": {"a": {"isSet": false}}})", R"(["a", 1, null])"));
}

BOOST_AUTO_TEST_CASE(quantifiers_nest) {
    auto const* const where = R"({"groups": {"some": {"tags": {"every": {"startsWith": "x"}, "some": {}}}}})";
    BOOST_TEST(matches(where, R"({"groups": [{"tags": []}, {"tags": ["x1", "x2"]}]})"));
    BOOST_TEST(!matches(where, R"({"groups": [{"tags": []}, {"tags": ["x1", "y"]}]})"));
    BOOST_TEST(field_matches(R"({"some": {"some": 2}})", "[[1], [2, 3]]"));
    BOOST_TEST(!field_matches(R"({"some": {"some": 2}})", "[2, [1]]"));
}

BOOST_AUTO_TEST_SUITE_END()
