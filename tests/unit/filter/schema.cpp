#include "filter/filter.hpp"
#include "filter/words.hpp"
#include "where.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <regex>
#include <set>

BOOST_AUTO_TEST_SUITE(where_schema)

namespace json = boost::json;

namespace {

/// Calls `visit` with each `$ref` below `v`.
template <class Visit>
void each_reference(json::value const& v, Visit const& visit) {
    if (v.is_array()) {
        for (auto const& child : v.get_array()) each_reference(child, visit);
    } else if (v.is_object()) {
        for (auto const& [key, child] : v.get_object()) {
            if (key == "$ref") {
                visit(std::string(child.as_string()));
            } else {
                each_reference(child, visit);
            }
        }
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(it_knows_every_word_and_no_other) {
    auto const schema = muster::filter::schema();
    std::set<std::string_view> known;
    auto const operators = schema.at("$defs").at("operators").at("properties");
    for (auto const& entry : operators.as_object()) known.insert(entry.key());
    std::set<std::string_view> expected(muster::filter::operator_words.begin(),
                                        muster::filter::operator_words.end());
    expected.insert(muster::filter::junction_words.begin(), muster::filter::junction_words.end());
    BOOST_TEST(known == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_field_may_be_named_like_an_operator_here_or_elsewhere) {
    auto const schema = muster::filter::schema();
    auto const& forbidden = schema.at("propertyNames").at("not").at("enum").as_array();
    BOOST_TEST(forbidden.size() > 100U);
    for (auto const& word : forbidden) {
        auto const key = std::string(word.as_string());
        BOOST_TEST(!mistakes("{\"" + key + "\": \"x\"}").empty(), key);
        if (muster::filter::is_operator(key)) continue;
        BOOST_TEST(!mistakes("{\"customFields\": {\"" + key + "\": []}}").empty(), key);
    }
}

BOOST_AUTO_TEST_CASE(the_signs_in_its_pattern_are_those_that_the_reader_refuses) {
    auto const schema = muster::filter::schema();
    std::regex const pattern(schema.at("propertyNames").at("pattern").as_string().c_str());
    for (char c = ' '; c < 127; ++c) {
        if (c == '.' || c == '"' || c == '\\') continue;
        auto const key = std::string("a") + c + "b";
        BOOST_TEST(std::regex_search(key, pattern) == mistakes("{\"" + key + "\": 1}").empty(), key);
        BOOST_TEST(std::regex_search("json." + key, pattern));
    }
    BOOST_TEST(std::regex_search("${field}", pattern));
}

BOOST_AUTO_TEST_CASE(every_reference_leads_somewhere) {
    json::value const document{{"$defs", {{"where", muster::filter::schema()}}}};
    int references = 0;
    each_reference(document, [&](std::string const& reference) {
        ++references;
        BOOST_TEST(reference.starts_with("#/$defs/where"));
        boost::system::error_code error;
        BOOST_TEST(document.find_pointer(reference.substr(1), error) != nullptr, reference);
    });
    BOOST_TEST(references > 20);
}

BOOST_AUTO_TEST_SUITE_END()
