#include "source/csv_remarks.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(remarks_in_csv)

using namespace muster;

namespace {

struct desk {
    /// Of a file that begins so.
    explicit desk(std::string_view beginning, source::csv_settings const& s = {})
        : layout(std::get<source::csv_layout>(source::find_csv_layout(s, beginning, true))),
          remarks(layout) {}

    std::string row(std::string_view bytes) { return remarks.row(bytes, {"failed", "bad", "no \"use\""}); }

    source::csv_layout layout;
    source::csv_remarks remarks;
};

constexpr std::string_view told = "failed,bad,\"no \"\"use\"\"\"";

std::string with(std::string const& row, std::string const& end = "\n") {
    return row + "," + std::string(told) + end;
}

} // namespace

BOOST_AUTO_TEST_CASE(rows_stay_as_they_were_written) {
    desk d("\xEF\xBB\xBF"
           "id,\"na\"\"me\"\r\n");
    BOOST_TEST(d.remarks.header()
               == "\xEF\xBB\xBF"
                  "id,\"na\"\"me\",_muster_outcome,_muster_code,_muster_message\r\n");
    BOOST_TEST(d.row("7,\" a\r\n\"\"b\"\r\n") == with("7,\" a\r\n\"\"b\"", "\r\n"));
    BOOST_TEST(d.row("7,a\n") == with("7,a"));
    BOOST_TEST(d.row("7,") == with("7,")); // the last one, with the line end of the others
    BOOST_TEST(d.row("7\r") == with("7", "\r"));
    BOOST_TEST(d.row("7,8,9,\xFF\n") == with("7,8,9,\xFF"));
}

BOOST_AUTO_TEST_CASE(the_files_own_delimiter_is_used) {
    desk d("id;n\n");
    BOOST_TEST(d.remarks.header() == "id;n;_muster_outcome;_muster_code;_muster_message\n");
    BOOST_TEST(d.remarks.row("1;2\n", {"failed", "bad", "a, b"}) == "1;2;failed;bad;a, b\n");
    BOOST_TEST(d.remarks.row("1;2\n", {"failed", "bad", "a; b\n"}) == "1;2;failed;bad;\"a; b\n\"\n");
}

BOOST_AUTO_TEST_CASE(a_file_without_a_header_gets_none) {
    source::csv_settings s;
    s.columns = {"id", "n"};
    desk d("1,2\n", s);
    BOOST_TEST(d.remarks.header() == "");
    BOOST_TEST(d.row("1,2\n") == with("1,2"));
}

BOOST_AUTO_TEST_CASE(remarks_of_before_are_replaced) {
    std::string const header = "id,n,_muster_outcome,_muster_code,_muster_message\n";
    desk d(header);
    BOOST_TEST(d.remarks.header() == header);
    BOOST_TEST(d.row("1,\"a\"\"b\",failed,c,\"d\"\n") == with("1,\"a\"\"b\""));
    BOOST_TEST(d.row("1,2,,,\n") == with("1,2"));
    desk moved("\xEF\xBB\xBF"
               "_muster_code;id;_muster_outcome;n;_muster_message;_muster_x");
    BOOST_TEST(moved.remarks.header()
               == "\xEF\xBB\xBF"
                  "id;n;_muster_outcome;_muster_code;_muster_message\n");
    BOOST_TEST(moved.remarks.row("c;\"1\";o;\" 2\";m;x\n", {"failed", "bad", ""})
               == "\"1\";\" 2\";failed;bad;\n");
}

BOOST_AUTO_TEST_CASE(of_a_row_with_too_few_or_too_many_cells_only_remarks_are_replaced) {
    desk d("id,n,m,_muster_outcome,_muster_code,_muster_message\n");
    BOOST_TEST(d.row("1,2,failed,bad-row,x\n") == with("1,2"));
    BOOST_TEST(d.row("1,2,3,4,failed,bad-row,x\n") == with("1,2,3,4"));
    BOOST_TEST(d.row("1,2,3\n") == with("1,2,3")); // somebody took them off
    BOOST_TEST(d.row("1,2,3,4,5,6,7\n") == with("1,2,3,4,5,6,7"));
    BOOST_TEST(d.row("1\n") == with("1"));
}

BOOST_AUTO_TEST_CASE(no_remark_is_taken_for_a_formula) {
    BOOST_TEST(source::written_remark("=1+1", ',') == "'=1+1");
    BOOST_TEST(source::written_remark("@x, y", ',') == "\"'@x, y\"");
    BOOST_TEST(source::written_remark("line 3: -1", ',') == "line 3: -1");
}

BOOST_AUTO_TEST_SUITE_END()
