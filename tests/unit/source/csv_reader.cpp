#include "source/csv_reader.hpp"

#include "csv_texts.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(rows_of_csv)

using namespace muster;
using tests::read_whole;

namespace {

/// The rows, a line each, cells between bars; or what is wrong.
std::string table(std::string_view text, char delimiter = ',', std::size_t width = 0) {
    std::string all;
    for (auto const& told : read_whole(text, delimiter, width)) {
        std::string line = told.mistake;
        for (auto const& cell : told.cells) line += (line.empty() ? "" : "|") + cell;
        all += line + "\n";
    }
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(cells_are_what_is_meant) {
    BOOST_TEST(table("a,b\n\"c,d\",\"say \"\"hi\"\"\"\r\n \"x\" ,5\" pipe\n")
               == "a|b\nc,d|say \"hi\"\n \"x\" |5\" pipe\n");
    BOOST_TEST(table("a;b\n1,5;2\n", ';') == "a|b\n1,5|2\n");
    BOOST_TEST(table("\"two\nlines\",b\n") == "two\nlines|b\n");
    BOOST_TEST(table("J\xC3\xBCrgen\n") == "J\xC3\xBCrgen\n");
}

BOOST_AUTO_TEST_CASE(a_row_tells_where_it_stands) {
    auto const rows = read_whole("\xEF\xBB\xBFid,x\r\n\n7,\"two\r\nlines\rand\n\"\nlast,");
    BOOST_TEST_REQUIRE(rows.size() == 4U);
    BOOST_TEST(rows[0].begins.offset == 3U); // behind the byte order mark
    BOOST_TEST(rows[0].begins.line == 1U);
    BOOST_TEST(rows[0].ends.offset == 9U);
    BOOST_TEST(rows[1].cells.empty());
    BOOST_TEST(rows[2].begins.line == 3U);
    BOOST_TEST(rows[2].bytes == "7,\"two\r\nlines\rand\n\"\n");
    BOOST_TEST(rows[3].begins.line == 7U);
    BOOST_TEST(rows[3].bytes == "last,");
    BOOST_TEST(rows[3].cells.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_counts_only_at_the_start_of_the_file) {
    BOOST_TEST(table("\xEF\xBB\xBF\"a\",b\n") == "a|b\n");
    BOOST_TEST(table("\xEF\xBB\xBF").empty());
    BOOST_TEST(table("a\n\xEF\xBB\xBF\n") == "a\n\xEF\xBB\xBF\n");
    for (std::string const text{"\xEF\xBB\xBF\"a\"\n"}; auto const cut : {1U, 2U, 3U, 4U}) {
        std::string_view const all(text);
        BOOST_TEST((tests::read_pieces({all.substr(0, cut), all.substr(cut)}) == read_whole(text)));
    }
    source::csv_reader later(',', 0, {3, 2});
    later.feed("\xEF\xBB\xBF\n");
    BOOST_TEST(std::get<source::csv_row>(later.next().value()).cells[0] == "\xEF\xBB\xBF");
}

BOOST_AUTO_TEST_CASE(each_mistake_has_its_line_and_reading_goes_on_where_that_is_safe) {
    BOOST_TEST(table("a,b\nc\n\nd,e,f\ng,h\n", ',', 2)
               == "a|b\nline 2: the row has 1 cell instead of 2\n\n"
                  "line 4: the row has 3 cells instead of 2\ng|h\n");
    BOOST_TEST(table("a\nb,c\n", ',', 1) == "a\nline 2: the row has 2 cells instead of 1\n");
    BOOST_TEST(table("a\n\"x\ny\r\xFC\"\nb\n")
               == "a\nline 4, byte 1: this is not UTF-8: save the file as UTF-8\nb\n");
    BOOST_TEST(table("a,\xC3\n") == "line 1, byte 3: this is not UTF-8: save the file as UTF-8\n");
    BOOST_TEST(table(std::string_view("12345678\0\nb\n", 12))
               == "line 1, byte 9: a NUL byte: this is no text, or it is not saved as UTF-8\nb\n");
    BOOST_TEST(table("a\nb,\"c\nd")
               == "a\nline 2, byte 3: the quote that opens this cell is never closed [the end]\n");
    BOOST_TEST(
        table("a\n\"b\nc\"d\n")
        == "a\nline 3, byte 3: text behind the closing quote of a cell: a quote within a quoted cell is "
           "written twice [the end]\n");
}

BOOST_AUTO_TEST_CASE(bad_bytes_are_found_wherever_they_stand) {
    for (std::size_t at = 0; at < 40; ++at) {
        for (std::string const& bad :
             {std::string(1, '\0'), std::string("\xFF"), std::string("\xED\xA0\x80")}) {
            auto const rows = read_whole(std::string(at, '\x01') + bad + std::string(20, 'x'));
            BOOST_TEST_REQUIRE(rows.size() == 1U);
            BOOST_TEST(rows[0].mistake.starts_with("line 1, byte " + std::to_string(at + 1) + ": "));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_row_has_a_mebibyte_at_most_however_it_comes) {
    auto const most = source::longest_row;
    auto const last = [](std::vector<tests::csv_told> const& told) { return told.back().mistake; };
    for (std::string const& end : {std::string("\n"), std::string("\r\n"), std::string()}) {
        std::string const fits = "x\n" + std::string(most - end.size(), 'a') + end;
        BOOST_TEST(last(read_whole(fits)).empty());
        auto const too_long = read_whole("x\n" + std::string(most - end.size() + 1, 'a') + end + "y\n");
        BOOST_TEST(too_long.size() == 2U);
        BOOST_TEST(last(too_long).starts_with("line 2: the row that begins here is longer than 1 MiB"));
        BOOST_TEST(last(too_long).ends_with("[the end]"));
    }
    std::string const endless = "x\n\"" + std::string(2 * most, 'a') + "\"b";
    auto const whole = read_whole(endless);
    BOOST_TEST(last(whole).starts_with("line 2: the row that begins here is longer than 1 MiB"));
    std::vector<std::string_view> pieces;
    for (std::size_t at = 0; at < endless.size(); at += 70'000)
        pieces.push_back(std::string_view(endless).substr(at, 70'000));
    BOOST_TEST((tests::read_pieces(pieces) == whole));
}

BOOST_AUTO_TEST_CASE(a_row_has_so_many_cells_at_most) {
    auto const most = source::csv_scanner::most_cells;
    BOOST_TEST(read_whole(std::string(most - 1, ',') + "\n")[0].cells.size() == most);
    BOOST_TEST(table(std::string(most, ',') + "\n")
               == "line 1: the row has more than 16384 cells [the end]\n");
}

BOOST_AUTO_TEST_CASE(many_rows_in_one_piece_are_as_quick_as_they_should_be) {
    // Quadratic, 400,000 rows would take minutes.
    std::string text;
    for (int i = 0; i < 400'000; ++i) text += "a,\"b\"\n";
    source::csv_reader reader(',', 2);
    reader.feed(text);
    reader.finish();
    int rows = 0;
    while (reader.next()) ++rows;
    BOOST_TEST(rows == 400'000);
}

BOOST_AUTO_TEST_SUITE_END()
