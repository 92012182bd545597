#include "source/query_rows.hpp"

#include "core/obstacle.hpp"
#include "source/position.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>

namespace rows_of_queries {

using namespace muster;

namespace {

struct desk {
    std::string written;
    std::size_t pieces = 0;
    source::query_rows rows{"id", [this](std::string_view lines) {
                                written += lines;
                                ++pieces;
                            }};
};

template <class Work>
std::string error_of(Work const& work) {
    try {
        work();
        return "none";
    } catch (core::obstacle const& e) {
        BOOST_TEST((e.what_kind() == core::obstacle::kind::unfit));
        return e.what();
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(rows_of_queries)

BOOST_AUTO_TEST_CASE(each_row_is_an_object_of_a_line) {
    desk d;
    d.rows.add_text("id", "a\"b\nü");
    d.rows.add_json("n", "12");
    d.rows.add("x", 0.5);
    d.rows.end_row();
    d.rows.end_row(); // nothing but NULL
    d.rows.add_json("j", "{\"a\":\r\n[1]}");
    d.rows.end_row();
    BOOST_TEST(d.pieces == 0U);
    BOOST_TEST(d.rows.end() == 3U);
    BOOST_TEST(d.written == "{\"id\":\"a\\\"b\\nü\",\"n\":12,\"x\":0.5}\n{}\n{\"j\":{\"a\":  [1]}}\n");
}

BOOST_AUTO_TEST_CASE(numbers_that_json_does_not_have_are_texts) {
    desk d;
    d.rows.add("a", std::numeric_limits<double>::quiet_NaN());
    d.rows.add("b", std::numeric_limits<double>::infinity());
    d.rows.add("c", -std::numeric_limits<double>::infinity());
    d.rows.end_row();
    d.rows.end();
    BOOST_TEST(d.written == "{\"a\":\"NaN\",\"b\":\"Infinity\",\"c\":\"-Infinity\"}\n");
}

BOOST_AUTO_TEST_CASE(columns_are_held_against_the_key) {
    desk const d;
    BOOST_TEST(error_of([&] { d.rows.check({"id", "n"}); }) == "none");
    BOOST_TEST(error_of([&] {
                   d.rows.check({"ID", "n"});
               })
               == R"(no column of the query is called "id", the key; there are "ID", "n")");
    BOOST_TEST(error_of([&] {
                   d.rows.check({"id", "n", "n"});
               })
               == R"(two columns of the query are called "n")");
}

BOOST_AUTO_TEST_CASE(what_no_row_can_hold_is_told_with_its_row) {
    desk d;
    d.rows.add_text("id", "a");
    d.rows.end_row();
    BOOST_TEST(error_of([&] { d.rows.add_text("n", "\xff"); })
               == R"(row 2 of the query: its column "n" holds a text that is not UTF-8)");
    BOOST_TEST(error_of([&] { d.rows.add_text("n", std::string_view("a\0b", 3)); })
               == R"(row 2 of the query: its column "n" holds a NUL, and no text does)");
    desk large;
    large.rows.add_text("id", std::string(source::longest_row, 'x'));
    BOOST_TEST(error_of([&] { large.rows.end_row(); }) == "row 1 of the query is longer than 1 MiB");
}

BOOST_AUTO_TEST_CASE(many_rows_are_written_some_at_a_time) {
    desk d;
    std::string expected;
    for (int i = 0; i < 100'000; ++i) {
        d.rows.add_json("id", std::to_string(i));
        d.rows.end_row();
        expected += "{\"id\":" + std::to_string(i) + "}\n";
    }
    BOOST_TEST(d.pieces > 2U);
    BOOST_TEST(d.rows.end() == 100'000U);
    BOOST_TEST((d.written == expected));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace rows_of_queries
