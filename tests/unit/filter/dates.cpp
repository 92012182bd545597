#include "filter/dates.hpp"

#include "where.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(dates)

using muster::filter::is_compact_date;
using muster::filter::looks_like_date;

namespace {

using lines = std::vector<std::string>;

/// Whether a `where` is refused with just one mistake.
bool refused(std::string const& field, std::string const& word, std::string const& operand) {
    muster::filter::known const about{&members(), noon};
    return mistakes("{\"" + field + "\": {\"" + word + "\": " + operand + "}}", about).size() == 1;
}

} // namespace

BOOST_AUTO_TEST_CASE(what_was_meant_as_a_date_is_told_from_other_texts) {
    for (auto const* const text : {"31/01/2024",
                                   "1/31/24",
                                   "2024-1-31",
                                   "2024/01/31",
                                   "31.01.2024",
                                   "1. 2. 2024",
                                   "2024-13-45",
                                   "2024-01-31 10:00",
                                   "2024-01-31T25:00",
                                   "2024-01",
                                   "01/2024",
                                   "2024-W05",
                                   "Jan 5 2024",
                                   "5th of January",
                                   "31 January, 2024",
                                   "Fri, 31 Jan 2024 10:00:00 GMT",
                                   "yesterday",
                                   "today",
                                   "Now",
                                   "tomorrow",
                                   "now()",
                                   "now-30d",
                                   "today - 7",
                                   "last week",
                                   "Next Monday",
                                   "this month",
                                   "30 days ago",
                                   "Monday",
                                   "30d",
                                   "-3m",
                                   "-1y",
                                   "-30 days",
                                   "3 months",
                                   "P30D",
                                   " yesterday "}) {
        BOOST_TEST(looks_like_date(text), text);
    }
    for (auto const* const text :
         {"",        "5",           "2024",      "20240131",  "1.2.3",  "10.12.15",     "May",      "March",
          "Germany", "a 2024-01",   "pln_2024",  "nowhere",   "todays", "A-30d-B",      "12-34-56", "10115",
          "-",       "+49 30 1234", "v2024.1.1", "last name", "12:30",  "2024-01-31-x", "mem_5",    "Sun",
          "5 apples"}) {
        BOOST_TEST(!looks_like_date(text), text);
    }
    BOOST_TEST(!looks_like_date(std::string(1000, '1')));
    BOOST_TEST(is_compact_date("20240131"));
    for (auto const* const text : {"20241331", "30240131", "2024013", "202401311", "2024-131"})
        BOOST_TEST(!is_compact_date(text), text);
}

BOOST_AUTO_TEST_CASE(a_field_that_is_a_date_takes_nothing_else) {
    for (auto const* const text : {"\"31/01/2024\"", "\"yesterday\"", "\"20240131\"", "\"2024-13-45\"",
                                   "\"soon\"", "\"2024\"", "\"-3m\"", "\"30d\""}) {
        for (auto const* const word : {"lt", "lte", "gt", "gte", "equals", "not"})
            BOOST_TEST(refused("createdAt", word, text), word << text);
        for (auto const* const word : {"in", "notIn"})
            BOOST_TEST(refused("createdAt", word, '[' + std::string(text) + ", null]"), word << text);
    }
    for (auto const* const word : {"lt", "gte"}) {
        BOOST_TEST(refused("createdAt", word, "1706659200"));
        BOOST_TEST(refused("createdAt", word, "\"\""));
        for (auto const* const fine :
             {"\"2024-01-31\"", "\"2024-01-31T09:00:00+01:00\"", "\"-30d\"", "\"+12h\""})
            BOOST_TEST(!refused("createdAt", word, fine), fine);
    }
    for (auto const* const fine : {"\"2024-01-31\"", "\"\"", "null"})
        BOOST_TEST(!refused("createdAt", "equals", fine), fine);
    BOOST_TEST(refused("createdAt", "equals", "\"-30d\""));
    BOOST_TEST(!refused("createdAt", "startsWith", "\"2024-01\""));
}

BOOST_AUTO_TEST_CASE(a_field_of_any_text_takes_what_does_not_look_like_a_date) {
    for (auto const* const text : {"\"31/01/2024\"", "\"yesterday\"", "\"2024-13-45\"", "\"-3m\""}) {
        for (auto const* const word : {"lt", "lte", "gt", "gte"})
            BOOST_TEST(refused("customFields.since", word, text), word << text);
        for (auto const* const word : {"equals", "not", "contains"})
            BOOST_TEST(!refused("customFields.since", word, text), word << text);
    }
    for (auto const* const text : {"\"m\"", "\"2024\"", "\"20240131\"", "5"})
        BOOST_TEST(!refused("customFields.since", "lt", text), text);
}

BOOST_AUTO_TEST_CASE(the_message_says_what_to_write) {
    muster::filter::known const about{&members(), noon};
    BOOST_TEST(
        mistakes(R"({"createdAt": {"lt": "31/01/2024"}})", about)
            == lines{R"(/createdAt/lt: must be an ISO 8601 date, as "createdAt" is a date; write "2026-01-31" or )"
                     R"("2026-01-31T09:00:00Z", or "-30d" for 30 days before now (hours, days or weeks: -12h, -30d, -4w))"},
        boost::test_tools::per_element());
    BOOST_TEST(
        mistakes(R"({"customFields.a": {"lt": "-3m"}})", about)
            == lines{R"(/customFields.a/lt: is no relative date; write "-30d" for 30 days before now (hours, days )"
                     R"(or weeks: -12h, -30d, -4w))"},
        boost::test_tools::per_element());
    BOOST_TEST(mistakes(R"({"createdAt": {"lt": "-30d"}})").size() == 1U); // now is not known
}

BOOST_AUTO_TEST_SUITE_END()
