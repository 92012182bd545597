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

BOOST_AUTO_TEST_CASE(plain_deeds_are_written_as_all_others) {
    using make = std::unique_ptr<deed_writer> (*)(std::ostream&);
    std::vector<make> const kinds{[](std::ostream& o) { return csv_deeds(o, {}); },
                                  [](std::ostream& o) {
                                      return csv_deeds(o, {true, true});
                                  },
                                  [](std::ostream& o) { return json_deeds(o, true); },
                                  [](std::ostream& o) { return json_deeds(o, false); },
                                  [](std::ostream& o) { return table_deeds(o, 60); },
                                  [](std::ostream& o) { return table_deeds(o, std::nullopt); }};
    std::vector<std::string> const texts{"",
                                         "a",
                                         "a,\"b\"\n\r\t\x01",
                                         "=1+1",
                                         "Zo\xC3\xAB \xE2\x80\xAE",
                                         "not \xFF",
                                         "sk_live_0123456789",
                                         "Bearer abc",
                                         "risk_category",
                                         "a\\b/\x7f"};
    std::vector<char const*> const changes{
        "",
        "{}",
        "[]",
        "7",
        R"({"addPlan":{"planId":"pln_a"}})",
        R"({"addPlan":{"planId":7}})",
        R"({"delete":{}})",
        R"({"raw":1})",
        R"({"update":{"set":{"a":"x,y","n":null}}})",
        R"({"update":{"set":{}}})",
        R"({"update":{"set":7,"document":{"k":"sk_live_0123456789"}}})",
        R"({"create":{"document":{"name":"Zo\u00eb"},"set":{"b":[1,"-"]}},"other":{"set":{"c":1}}})"};
    for (auto const kind : kinds)
        for (auto const* const change : changes)
            for (auto const& text : texts) {
                launch::deed d;
                d.settled = {"m" + text, 3, core::outcome::failed, 2, text, text, text.size() % 2 == 0};
                if (text.size() % 3 == 0) d.settled.code = d.settled.message = "";
                d.email = d.at = text;
                std::string all;
                if (change[0] != '\0') d.change = json::parse(change);
                if (change[0] != '\0') all = json::serialize(d.change);
                if (d.change.is_object()) d.before = d.change.get_object();
                launch::plain_deed const plain{
                    d.settled, d.email, d.row,
                    d.at,      all,     d.before.empty() ? std::string_view() : std::string_view(all)};
                std::ostringstream out, plain_out;
                auto const writer = kind(out), plain_writer = kind(plain_out);
                for (int i = 0; i < 2; ++i) {
                    writer->write(d);
                    plain_writer->write(plain);
                }
                writer->end();
                plain_writer->end();
                BOOST_REQUIRE_EQUAL(plain_out.str(), out.str());
            }
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
