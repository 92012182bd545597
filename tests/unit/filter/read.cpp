#include "where.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(where_mistakes)

namespace {

using lines = std::vector<std::string>;

void check(std::string_view where, lines const& expected) {
    auto const found = mistakes(where);
    BOOST_TEST_CONTEXT(where) {
        BOOST_TEST(found == expected, boost::test_tools::per_element());
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(operands_of_the_wrong_type_are_noted_at_their_place) {
    std::string const scalar = "must be a string, a number, true, false or null";
    std::string const equals =
        scalar + R"(; an array is tested with "some", "every" or "none", an object by its fields)";
    std::string const ordered = R"(must be a number, a string or a date such as "2026-01-31")";
    std::string const list = R"(must be an array of values, e.g. ["Germany", "Austria"])";
    struct {
        char const* operators;
        lines expected;
    } const table[] = {
        {R"({"equals": ["a"]})", {"/f/equals: " + equals}},
        {R"({"equals": {"a": 1}})", {"/f/equals: " + equals}},
        {R"({"not": [1]})",
         {R"(/f/not: must be a value or an object of operators; for several values use "notIn")"}},
        {R"({"in": "a"})", {"/f/in: " + list}},
        {R"({"notIn": null})", {"/f/notIn: " + list}},
        {R"({"in": ["a", ["b"], {}]})", {"/f/in/1: " + scalar, "/f/in/2: " + scalar}},
        {R"({"lt": null})", {"/f/lt: " + ordered}},
        {R"({"lte": true})", {"/f/lte: " + ordered}},
        {R"({"gt": []})", {"/f/gt: " + ordered}},
        {R"({"gte": {}})", {"/f/gte: " + ordered}},
        {R"({"contains": 1})", {"/f/contains: must be a string, not a number"}},
        {R"({"startsWith": null})", {"/f/startsWith: must be a string, not null"}},
        {R"({"endsWith": ["a"]})", {"/f/endsWith: must be a string, not an array"}},
        {R"({"isSet": "true"})", {"/f/isSet: must be true or false, not a string"}},
        {R"({"some": [1]})", {"/f/some: must be a condition on one element, not an array"}},
        {R"({"equals": "a", "mode": "Insensitive"})", {R"(/f/mode: must be "insensitive" or "default")"}},
        {R"({"equals": "a", "mode": true})", {"/f/mode: must be a string, not a boolean"}},
    };
    for (auto const& [operators, expected] : table)
        check(R"({"f": )" + std::string(operators) + '}', expected);
}

BOOST_AUTO_TEST_CASE(conditions_of_the_wrong_shape_are_noted) {
    std::string const object = R"(must be an object, e.g. {"customFields.country": {"equals": "Germany"}})";
    std::string const empty = "is empty, and would match everything";
    std::string const junction =
        R"(must be a condition or an array of conditions, e.g. [{"customFields.country": {"equals": "Germany"}}])";
    check(R"("Germany")", {": " + object});
    check("[]", {": " + object});
    check(R"({"f": {}})", {"/f: " + empty});
    check(R"({"f": {"not": {}}})", {"/f/not: " + empty});
    check(R"({"f": ["a", "b"]})",
          {R"(/f: must be a value or an object of operators, e.g. {"in": ["a", "b"]} for one of several)"});
    check(R"({"OR": []})", {"/OR: must hold at least one condition"});
    check(R"({"AND": {}})", {"/AND: " + empty});
    check(R"({"NOT": [{"a": 1}, {}]})", {"/NOT/1: " + empty});
    check(R"({"NOT": "x"})", {"/NOT: " + junction});
    check(R"({"OR": [{"a": 1}, 2]})", {"/OR/1: " + object});
    check(R"({"f": {"OR": [[]]}})", {"/f/OR/0: " + object});
    check(R"({"": 1})", {"key /: must name a field"});
}

BOOST_AUTO_TEST_CASE(an_operator_needs_a_field_or_an_element) {
    check(R"({"equals": "x"})", {R"(key /equals: "equals" is an operator and must stand under a field)"});
    check(
        R"({"not": {"a": 1}})",
        {R"(key /not: "not" is an operator and must stand under a field; to negate whole conditions use "NOT")"});
    check(R"({"a": 1, "mode": {"equals": "x"}})",
          {R"(key /mode: "mode" is an operator and must stand under a field)"});
    check(R"({"OR": [{"in": [1]}]})", {R"(key /OR/0/in: "in" is an operator and must stand under a field)"});
    check(R"({"f": {"some": {"equals": "x"}}})", {});
}

BOOST_AUTO_TEST_CASE(operators_and_fields_do_not_mix) {
    check(R"({"f": {"equals": "x", "country": "y"}})",
          {R"(key /f/country: "country" is no operator, and a field cannot stand beside operators)"});
    check(R"({"f": {"some": {"equals": "x", "planId": "y"}}})",
          {R"(key /f/some/planId: "planId" is no operator, and a field cannot stand beside operators)"});
}

BOOST_AUTO_TEST_CASE(a_misspelt_operator_is_told_from_a_field) {
    check(R"({"f": {"eqals": "x", "mode": "insensitive"}})",
          {R"(key /f/eqals: unknown operator "eqals"; did you mean "equals"?)",
           R"(key /f/mode: "mode" stands beside no operator that it applies to)"});
    check(R"({"f": {"gte": 1, "ltee": 2}})",
          {R"(key /f/ltee: unknown operator "ltee"; did you mean "lte"?)"});
    check(R"({"f": {"contains": "x", "Or": [{"equals": "y"}]}})",
          {R"(key /f/Or: unknown operator "Or"; did you mean "OR"?)"});
    for (auto const& [slip, word] :
         std::vector<std::pair<std::string, std::string>>{{"eqals", "equals"},
                                                          {"equal", "equals"},
                                                          {"contain", "contains"},
                                                          {"startswith", "startsWith"},
                                                          {"endWith", "endsWith"},
                                                          {"notin", "notIn"},
                                                          {"isset", "isSet"},
                                                          {"Every", "every"}}) {
        check("{\"a\": {\"b\": {\"" + slip + "\": \"x\"}}}",
              {"key /a/b/" + slip + ": unknown operator \"" + slip + "\"; did you mean \"" + word
               + "\"? (a field of that name is written \"a.b." + slip + "\")"});
        check("{\"a.b." + slip + "\": \"x\"}", {});
    }
    check(R"({"f": {"some": {"eqals": "x"}}})",
          {R"(key /f/some/eqals: unknown operator "eqals"; did you mean "equals"?)"});
}

BOOST_AUTO_TEST_CASE(ordinary_field_names_are_no_slips) {
    for (auto const* const name :
         {"name", "code", "note", "home", "id", "date", "time", "town", "title", "email", "event", "lang",
          "one", "done", "country", "model", "age", "content"}) {
        check("{\"customFields\": {\"" + std::string(name) + "\": \"x\"}}", {});
        check("{\"" + std::string(name) + "\": \"x\"}", {});
    }
}

BOOST_AUTO_TEST_CASE(an_operator_of_another_language_is_a_mistake_wherever_one_may_stand) {
    for (std::string const word :
         {"eq",         "ne",         "neq",       "regex",     "regexp",     "$eq",
          "$ne",        "$in",        "$nin",      "$gt",       "$gte",       "$lt",
          "$lte",       "$regex",     "$exists",   "$not",      "$elemMatch", "$size",
          "=",          "==",         "!=",        "<>",        ">",          "<",
          ">=",         "<=",         "~",         "!",         "startswith", "starts_with",
          "beginsWith", "ilike",      "icontains", "iexact",    "contain",    "nin",
          "not_in",     "not-in",     "NOT IN",    "is_set",    "IsSet",      "isNull",
          "is_null",    "isEmpty",    "notEmpty",  "notEquals", "lessThan",   "greaterThanOrEqual",
          "olderThan",  "onOrBefore", "atLeast",   "elemMatch", "_eq",        "typeOf",
          "nor",        "anyOf"}) {
        auto const under = [&](std::string const& place) {
            return mistakes("{\"" + place + "\": {\"" + word + "\": \"x\"}}").size();
        };
        BOOST_TEST(under("f") == 1U, word);
        BOOST_TEST(under("customFields") == 1U, word);
        BOOST_TEST(mistakes("{\"f\": {\"some\": {\"" + word + "\": \"x\"}}}").size() == 1U, word);
        BOOST_TEST(mistakes("{\"f\": {\"equals\": \"y\", \"" + word + "\": \"x\"}}").size() == 1U, word);
        BOOST_TEST(mistakes("{\"NOT\": {\"f\": {\"" + word + "\": \"x\"}}}").size() == 1U, word);
        check("{\"customFields." + word + "\": \"x\"}", {});
    }
    check(
        R"({"customFields.country": {"eq": "Germany"}})",
        {R"(key /customFields.country/eq: "eq" is no operator; write "equals" (a field of that name is written "customFields.country.eq"))"});
    check(R"({"f": {"$gte": 1}})", {R"(key /f/$gte: "$gte" is no operator; write "gte")"});
    check(R"({"f": {"!=": 1}})", {R"(key /f/!=: "!=" is no operator; write "not")"});
}

BOOST_AUTO_TEST_CASE(an_ordinary_word_is_an_operator_only_where_no_field_can_be) {
    muster::filter::known const about{&members(), noon};
    for (std::string const word :
         {"like", "exists", "matches", "between", "has",    "includes", "null", "empty", "any",
          "all",  "size",   "length",  "type",    "before", "after",    "is",   "IN",    "GTE",
          "Some", "None",   "Not",     "set",     "count",  "max",      "since"}) {
        auto const condition = "{\"" + word + "\": \"x\"}";
        for (std::string const plain : {"customFields.country", "auth.email", "createdAt", "id"}) {
            BOOST_TEST(mistakes("{\"" + plain + "\": " + condition + '}', about).size() == 1U, word);
            BOOST_TEST(mistakes("{\"NOT\": {\"" + plain + "\": " + condition + "}}", about).size() == 1U,
                       word);
        }
        BOOST_TEST(mistakes(R"({"permissions": {"some": )" + condition + "}}", about).size() == 1U, word);
        for (std::string const other : {"auth", "planConnections", "permissions"})
            BOOST_TEST(mistakes("{\"" + other + "\": " + condition + '}', about).size() == 1U, word);
        BOOST_TEST(mistakes("{\"f\": " + condition + '}').size() == 1U, word);
        BOOST_TEST(mistakes("{\"json.a\": " + condition + '}', about).size() == 1U, word);
        for (std::string const open : {"customFields", "json"})
            BOOST_TEST(mistakes("{\"" + open + "\": " + condition + '}', about).empty(), word);
        BOOST_TEST(mistakes(R"({"json.list": {"some": )" + condition + "}}", about).empty(), word);
    }
    BOOST_TEST(mistakes(R"({"planConnections": {"every": {"type": "FREE"}}})", about).empty());
}

BOOST_AUTO_TEST_CASE(under_a_plain_value_there_are_operators_only) {
    muster::filter::known const about{&members(), noon};
    auto const only = [&](std::string_view where) { return mistakes(where, about).at(0); };
    BOOST_TEST(
        only(R"({"auth.email": {"domain": "x"}})")
        == R"(key /auth.email/domain: "domain" is no operator, and "auth.email" is a plain value with )"
           R"(nothing below it; the operators are equals, not, in, notIn, lt, lte, gt, gte, contains, )"
           R"(startsWith, endsWith, mode, isSet, some, every, none)");
    BOOST_TEST(only(R"({"customFields": {"country": {"ltee": "x"}}})").ends_with("did you mean \"lte\"?"));
    BOOST_TEST(only(R"({"customFields.country": {"de.name": "x"}})").find("is no operator")
               != std::string::npos);
    BOOST_TEST(only(R"({"permissions": {"some": {"name": "x"}}})")
                   .starts_with(
                       R"(key /permissions/some/name: "name" is no operator, and an element of this list)"));
}

BOOST_AUTO_TEST_CASE(an_operator_on_the_end_of_a_name_is_a_mistake) {
    for (auto const* const key :
         {"customFields.age >=", "customFields.age>=", "age>", "customFields.age__gte", "age__gte",
          "country__iexact", "createdAt[after]", "customFields.createdAt[after]", "list[0]",
          "customFields.country!=", "a b:c", "{a}", " a", "a ", "customFields.a ", "customFields.", ".a"}) {
        BOOST_TEST(mistakes("{\"" + std::string(key) + "\": \"x\"}").size() == 1U, key);
    }
    for (auto const* const key :
         {"first-name", "first_name", "first name", "customFields.a__b", "customFields.R&D",
          "customFields.price (EUR)", "json.$ref", "größe", "a/b", "a@b"})
        check("{\"" + std::string(key) + "\": \"x\"}", {});
}

BOOST_AUTO_TEST_CASE(a_junction_of_another_language_is_a_mistake) {
    for (auto const* const word : {"$or", "$and", "$nor", "$not", "or", "and", "Not", "||", "&&", "!", "nor",
                                   "anyOf", "allOf", "noneOf", "must_not"}) {
        auto const top = "{\"" + std::string(word) + "\": [{\"a\": 1}]}";
        BOOST_TEST(mistakes(top).size() == 1U, word);
        BOOST_TEST(mistakes("{\"AND\": " + top + '}').size() == 1U, word);
        BOOST_TEST(mistakes("{\"f\": {\"" + std::string(word) + "\": [{\"equals\": 1}]}}").size() == 1U,
                   word);
    }
    check(R"({"$or": [{"a": 1}]})", {R"(key /$or: "$or" is no operator; write "OR")"});
}

BOOST_AUTO_TEST_CASE(misspelt_junctions_are_noted) {
    check(R"({"or": [{"a": 1}]})", {R"(key /or: unknown operator "or"; did you mean "OR"?)"});
    check(R"({"And": {"a": 1}})", {R"(key /And: unknown operator "And"; did you mean "AND"?)"});
    check(R"({"Not": {"a": 1}})", {R"(key /Not: unknown operator "Not"; did you mean "NOT"?)"});
    check(R"({"state": {"or": true}})", {});
}

BOOST_AUTO_TEST_CASE(a_mode_must_apply_to_something) {
    std::string const nothing = R"("mode" stands beside no operator that it applies to)";
    check(R"({"f": {"mode": "insensitive"}})", {"key /f/mode: " + nothing});
    check(R"({"f": {"gt": "a", "mode": "insensitive"}})", {"key /f/mode: " + nothing});
    check(R"({"f": {"some": "a", "mode": "insensitive"}})", {"key /f/mode: " + nothing});
    for (auto const* const operators :
         {R"("equals": "a")", R"("not": "a")", R"("in": [])", R"("notIn": [])", R"("contains": "a")",
          R"("startsWith": "a")", R"("endsWith": "a")", R"("AND": {"equals": "a"})",
          R"("OR": [{"equals": "a"}])", R"("NOT": [{"equals": "a"}])"}) {
        check("{\"f\": {" + std::string(operators) + R"(, "mode": "insensitive"}})", {});
    }
}

BOOST_AUTO_TEST_CASE(all_mistakes_are_noted_in_one_go) {
    BOOST_TEST(
        mistakes(R"({"a": {"lt": null}, "b": [], "c": {"in": 1, "isSet": 2}, "OR": [{}, {"d": {"eqals": 1}}],
        "x": {"some": {"y": {"contains": 0}}}})")
            .size()
        == 7U);
}

BOOST_AUTO_TEST_CASE(nesting_has_a_limit) {
    auto const nested = [](unsigned objects) {
        std::string where = R"({"a": 1})";
        for (unsigned i = 1; i < objects; ++i) where = R"({"NOT": )" + where + '}';
        return where;
    };
    check(nested(32), {});
    auto const found = mistakes(nested(33));
    BOOST_REQUIRE(found.size() == 1U);
    BOOST_TEST(found[0].ends_with("/NOT: is nested more than 32 levels deep"));
    BOOST_TEST(mistakes(nested(150)).size() == 1U);
}

BOOST_AUTO_TEST_CASE(values_are_never_echoed) {
    for (auto const& line :
         mistakes(R"({"f": {"mode": "topsecret", "contains": ["topsecret"], "isSet": "topsecret"}})")) {
        BOOST_TEST(line.find("topsecret") == line.npos);
    }
    check(
        R"({"f": {"equals": "x", "sk_live_abcdefghijk": 1}})",
        {R"(key /f/sk_live_abcdefghijk: "[redacted]" is no operator, and a field cannot stand beside operators)"});
}

BOOST_AUTO_TEST_CASE(a_where_with_mistakes_matches_nothing) {
    for (auto const* const where : {R"({"f": {"in": 1}})", R"({"NOT": {"f": {"in": 1}}})",
                                    R"({"or": [{"a": 1}]})", "[]", R"({"f": {"equals": 1, "mode": "x"}})"}) {
        auto const parsed = boost::json::parse(where);
        auto const document = boost::json::parse(R"({"f": 1})");
        muster::core::problems found;
        auto const f = muster::filter::read({parsed, "", found});
        BOOST_TEST(found.size() == 1U);
        BOOST_TEST(!f.matches({"mem_1", "", &document.get_object()}), where);
    }
}

BOOST_AUTO_TEST_SUITE_END()
