#include "source/csv_layout.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(layout_of_csv)

using namespace muster;
using source::find_delimiter;

namespace {

source::csv_layout layout(source::csv_settings const& s, std::string_view text, bool whole = true) {
    return std::get<source::csv_layout>(source::find_csv_layout(s, text, whole));
}

std::string wrong(source::csv_settings const& s, std::string_view text, bool whole = true) {
    return std::get<source::mistake>(source::find_csv_layout(s, text, whole)).text();
}

std::string joined(std::vector<std::string> const& names) {
    std::string all;
    for (auto const& name : names) all += "[" + name + "]";
    return all;
}

source::csv_settings with_columns(std::vector<std::string> columns, std::optional<bool> header = {}) {
    source::csv_settings s;
    s.columns = std::move(columns);
    s.header = header;
    return s;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_delimiter_is_the_one_that_stands_most_often_outside_of_quotes) {
    BOOST_TEST(find_delimiter("email,points\n") == ',');
    BOOST_TEST(find_delimiter("email;points\n1,5;2,5;3,5\n") == ';');
    BOOST_TEST(find_delimiter("email\tfirst, last\tpoints") == '\t');
    BOOST_TEST(find_delimiter("a|b") == '|');
    BOOST_TEST(find_delimiter("\n\r\n\"a,b,c\";d\r,,,,") == ';');
    BOOST_TEST(find_delimiter("\xEF\xBB\xBF\"a,b,\"\",c\";d") == ';');
    BOOST_TEST(find_delimiter("5\" pipe;6\" pipe") == ';');
    BOOST_TEST(find_delimiter("a,b;c") == ',');
    BOOST_TEST(find_delimiter("email") == ',');
    BOOST_TEST(find_delimiter("") == ',');
    BOOST_TEST(find_delimiter("\"a,b") == ',');
}

BOOST_AUTO_TEST_CASE(the_first_row_names_the_columns) {
    auto const found = layout({}, "\xEF\xBB\xBF\r\nemail;\"the \"\"points\"\"\";;\r\na;1;;\n");
    BOOST_TEST(found.delimiter == ';');
    BOOST_TEST(joined(found.columns) == "[email][the \"points\"][][]");
    BOOST_TEST(found.header
               == "\xEF\xBB\xBF"
                  "email;\"the \"\"points\"\"\";;\r\n");
    BOOST_TEST(found.first_row.offset == 31U);
    BOOST_TEST(found.first_row.line == 3U);
    BOOST_TEST(layout({}, "a,b").first_row.offset == 3U);
    BOOST_TEST(layout({}, "a,b\nc", false).first_row.offset == 4U);
}

BOOST_AUTO_TEST_CASE(the_spec_may_name_them_instead) {
    auto const bare = layout(with_columns({"email", "points"}), "\na;1\n");
    BOOST_TEST(bare.delimiter == ';');
    BOOST_TEST(joined(bare.columns) == "[email][points]");
    BOOST_TEST((bare.first_row == source::position()));
    BOOST_TEST(bare.header.empty());
    auto const renamed = layout(with_columns({"email", "points"}, true), "E-Mail;E-Mail\na;1\n");
    BOOST_TEST(joined(renamed.columns) == "[email][points]");
    BOOST_TEST(renamed.first_row.offset == 14U);
    auto const again =
        layout(with_columns({"email", "n"}, true), "E,N,_muster_outcome,_muster_code,_muster_message\n");
    BOOST_TEST(joined(again.columns) == "[email][n][_muster_outcome][_muster_code][_muster_message]");
    source::csv_settings s;
    s.delimiter = ';';
    BOOST_TEST(joined(layout(s, "a,b;c,d,e\n").columns) == "[a,b][c,d,e]");
}

BOOST_AUTO_TEST_CASE(a_header_that_cannot_be_used_is_a_mistake) {
    BOOST_TEST(wrong({}, "") == "line 1: the file holds no row, not even a header");
    BOOST_TEST(wrong({}, "\xEF\xBB\xBF\r\n\n") == "line 1: the file holds no row, not even a header");
    BOOST_TEST(wrong({}, std::string(source::csv_beginning, '\n'), false)
               == "line 1: no header within the first mebibyte of the file");
    BOOST_TEST(wrong({}, "\na,b,a\n") == "line 2: two columns of the header are called \"a\"");
    BOOST_TEST(wrong({}, "a,\xFF\n") == "line 1, byte 3: this is not UTF-8: save the file as UTF-8");
    BOOST_TEST(wrong({}, "\"a\n") == "line 1, byte 1: the quote that opens this cell is never closed");
    BOOST_TEST(wrong(with_columns({"a"}, true), "a,b\n")
               == "line 1: the header names 2 columns, and `columns` of the spec 1");
}

BOOST_AUTO_TEST_SUITE_END()
