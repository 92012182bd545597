#include "cli/columns.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::cli {

BOOST_AUTO_TEST_SUITE(cli_columns)

BOOST_AUTO_TEST_CASE(width_is_counted_in_columns) {
    BOOST_TEST(display_width("") == 0U);
    BOOST_TEST(display_width("Müller") == 6U);
    BOOST_TEST(display_width("日本") == 4U);
    BOOST_TEST(display_width("e\u0301") == 1U); // combining
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_cut) {
    BOOST_TEST(cut_to("abc", 3) == "abc");
    BOOST_TEST(cut_to("abcd", 3) == "ab…");
    BOOST_TEST(cut_to("abcd", 1) == "…");
    BOOST_TEST(cut_to("日本語", 5) == "日本…");
    BOOST_TEST(cut_to("日本語", 4) == "日…"); // the second would leave no room
    BOOST_TEST(cut_to("日本", 4) == "日本");
    for (std::size_t columns = 1; columns < 12; ++columns)
        BOOST_TEST(display_width(cut_to("a日b本cüd…語", columns)) <= columns);
}

BOOST_AUTO_TEST_CASE(what_is_short_is_padded) {
    BOOST_TEST(padded("日", 4) == "日  ");
    BOOST_TEST(padded("abcd", 3) == "abcd");
}

BOOST_AUTO_TEST_CASE(rows_stand_in_columns) {
    std::vector<std::vector<std::string>> const rows{{"A", "", "B", "C"}, {"日本", "", "b", "long text"}};
    BOOST_TEST(in_columns(rows, std::nullopt) == "A     B  C\n日本  b  long text\n");
    BOOST_TEST(in_columns(rows, 12) == "A     B  C\n日本  b  lo…\n");
    BOOST_TEST(in_columns({}, 12) == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::cli
