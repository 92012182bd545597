#include "cli/deed_writer.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <sstream>

namespace muster::cli {

namespace json = boost::json;

BOOST_AUTO_TEST_SUITE(cli_deed_writer)

namespace {

launch::deed a_deed() {
    launch::deed d;
    d.settled.member = "m1";
    d.settled.page = 3;
    d.settled.attempts = 2;
    d.email = "a,b@x";
    d.at = "2026-01-31T09:05:07Z";
    d.change = json::parse(R"({"update":{"set":{"n":"\"q\""}}})");
    d.before = json::parse(R"({"n":null})").as_object();
    return d;
}

std::string written(std::unique_ptr<deed_writer> const& writer, std::ostringstream const& out, int count) {
    for (int i = 0; i < count; ++i) writer->write(a_deed());
    writer->end();
    return out.str();
}

} // namespace

BOOST_AUTO_TEST_CASE(csv_is_quoted_where_it_must_be) {
    BOOST_TEST(csv_field("a", false) == "a");
    BOOST_TEST(csv_field("a,\"b\"\n", false) == "\"a,\"\"b\"\"\n\"");
    std::ostringstream out;
    BOOST_TEST(written(csv_deeds(out, {}), out, 1)
               == "member,email,outcome,time,page,attempts,code,message,change,before,after\n"
                  "m1,\"a,b@x\",done,2026-01-31T09:05:07Z,3,2,,,"
                  R"("{""update"":{""set"":{""n"":""\""q\""""}}}","{""n"":null}","{""n"":""\""q\""""}")"
                  "\n");
}

BOOST_AUTO_TEST_CASE(a_guard_can_be_taken_off_again) {
    for (std::string const text : {"=1", "+1", "-1", "@x", "\tx", "'", "'=1", "''"}) {
        auto const field = csv_field(text, true);
        BOOST_TEST(field == "'" + text);
        BOOST_TEST(csv_field(text, false) == text);
    }
    for (std::string const text : {"", "a=1", "1-1", "{"}) BOOST_TEST(csv_field(text, true) == text);
}

BOOST_AUTO_TEST_CASE(excel_gets_a_mark_and_its_line_ends) {
    std::ostringstream out;
    auto const text = written(csv_deeds(out, {true, true}), out, 1);
    BOOST_TEST(text.starts_with("\xef\xbb\xbfmember,"));
    BOOST_TEST(text.ends_with("\r\n"));
}

BOOST_AUTO_TEST_CASE(json_is_one_array_or_a_line_each) {
    for (int count : {0, 1, 3}) {
        std::ostringstream array, lines;
        auto const all = json::parse(written(json_deeds(array, true), array, count)).as_array();
        BOOST_TEST(all.size() == static_cast<std::size_t>(count));
        auto const text = written(json_deeds(lines, false), lines, count);
        BOOST_TEST(std::count(text.begin(), text.end(), '\n') == count);
        for (auto const& each : all)
            BOOST_TEST(json::serialize(each)
                       == R"({"member":"m1","email":"a,b@x","outcome":"done","time":"2026-01-31T09:05:07Z",)"
                          R"("page":3,"attempts":2,"change":{"update":{"set":{"n":"\"q\""}}},)"
                          R"("before":{"n":null},"after":{"n":"\"q\""}})");
    }
}

BOOST_AUTO_TEST_CASE(a_table_for_a_terminal_fits_it) {
    std::ostringstream narrow, pipe;
    auto const text = written(table_deeds(narrow, 30), narrow, 2);
    BOOST_TEST(text
               == "MEMBER  OUTCOME  E-MAIL  WHAT…\nm1      done     a,b@x   upda…\nm1      done     a,b@x   "
                  "upda…\n");
    BOOST_TEST(written(table_deeds(pipe, std::nullopt), pipe, 1)
               == "m1  done  a,b@x  update {\"n\":\"\\\"q\\\"\"}  2026-01-31T09:05:07Z\n");
}

BOOST_AUTO_TEST_CASE(a_table_does_not_keep_all_lines) {
    std::ostringstream out;
    auto const writer = table_deeds(out, std::nullopt);
    for (int i = 0; i < 600; ++i) writer->write(a_deed());
    BOOST_TEST(!out.str().empty());
    writer->end();
    auto const text = out.str();
    BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 600);
}

BOOST_AUTO_TEST_CASE(a_change_in_words) {
    auto const words = [](char const* change) { return in_words(json::parse(change)); };
    BOOST_TEST(words("null") == "");
    BOOST_TEST(words(R"({"addPlan":{"planId":"pln_a"}})") == "addPlan pln_a");
    BOOST_TEST(words(R"({"delete":{}})") == "delete");
    BOOST_TEST(words(R"({"update":{"set":{"a":1}}})") == R"(update {"a":1})");
    BOOST_TEST(after(json::parse(R"({"addPlan":{"planId":"pln_a"}})")).empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::cli
