#include "source/jsonl_reader.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <vector>

BOOST_AUTO_TEST_SUITE(rows_of_json_lines)

using namespace muster;

namespace {

void take(source::jsonl_reader& reader, std::string& told) {
    while (auto const found = reader.next()) {
        if (auto const* const wrong = std::get_if<source::mistake>(&*found)) {
            told += wrong->text() + (wrong->can_go_on ? "\n" : " [the end]\n");
            continue;
        }
        auto const& row = std::get<source::jsonl_row>(*found);
        told += std::to_string(row.begins.line) + " @" + std::to_string(row.begins.offset) + "-"
                + std::to_string(row.ends.offset) + " " + boost::json::serialize(*row.object) + "\n";
    }
}

/// What is told of each row; the text comes in pieces of so many bytes.
std::string read(std::string_view text, std::size_t piece = std::string_view::npos) {
    source::jsonl_reader reader;
    std::string told;
    while (!text.empty()) {
        reader.feed(text.substr(0, piece));
        text.remove_prefix(std::min(piece, text.size()));
        take(reader, told);
    }
    reader.finish();
    take(reader, told);
    return told;
}

} // namespace

BOOST_AUTO_TEST_CASE(each_line_is_an_object_and_tells_where_it_stands) {
    std::string const text = "\xEF\xBB\xBF{\"a\": 1}\r\n\n \t\r\n{\"b\": {\"c\": \"d\"}}\n{}";
    std::string const told = "1 @3-13 {\"a\":1}\n4 @18-36 {\"b\":{\"c\":\"d\"}}\n5 @36-38 {}\n";
    BOOST_TEST(read(text) == told);
    for (std::size_t piece = 1; piece < text.size(); ++piece) BOOST_TEST(read(text, piece) == told);
    BOOST_TEST(read("").empty());
    BOOST_TEST(read(" \n\n ").empty());
}

BOOST_AUTO_TEST_CASE(the_bytes_of_a_row_are_kept_as_they_stood) {
    source::jsonl_reader reader({100, 7});
    reader.feed("{ \"a\" : 1.50 }\r\n{}\n");
    auto const row = std::get<source::jsonl_row>(reader.next().value());
    BOOST_TEST(row.bytes == "{ \"a\" : 1.50 }\r\n");
    BOOST_TEST(row.begins.line == 7U);
    BOOST_TEST(row.ends.offset == 116U);
}

BOOST_AUTO_TEST_CASE(a_bad_line_has_its_number_and_the_next_one_is_read) {
    std::string const text =
        "{\"a\": 1}\n[1]\n{\"a\": }\n{\"a\": 1, \"a\": 2}\n{\"a\": \"\xFF\"}\n{\n}\n{\"b\": 2}\n";
    std::string const told = "1 @0-9 {\"a\":1}\n"
                             "line 2: each line must hold an object, e.g. {\"email\": \"...\"}\n"
                             "line 3, byte 7: this is not JSON (syntax error)\n"
                             "line 4, byte 10: the key \"a\" stands twice in an object\n"
                             "line 5, byte 8: this is not UTF-8: save the file as UTF-8\n"
                             "line 6, byte 2: the value is not complete\n"
                             "line 7, byte 1: this is not JSON (syntax error)\n"
                             "8 @53-62 {\"b\":2}\n";
    BOOST_TEST(read(text) == told);
    for (std::size_t piece = 1; piece < text.size(); piece += 3) BOOST_TEST(read(text, piece) == told);
}

BOOST_AUTO_TEST_CASE(a_line_has_a_mebibyte_at_most) {
    auto const line = [](std::size_t size) { return "{\"a\":\"" + std::string(size - 9, 'x') + "\"}\n"; };
    auto const most = source::longest_row;
    BOOST_TEST(read(line(most)).starts_with("1 @0-1048576 {"));
    BOOST_TEST(read("{}\n" + line(most + 1) + "{}\n")
               == "1 @0-3 {}\nline 2: the line is longer than 1 MiB [the end]\n");
    BOOST_TEST(read("{}\n" + std::string(3 * most, '['), 70'000)
               == "1 @0-3 {}\nline 2: the line is longer than 1 MiB [the end]\n");
}

BOOST_AUTO_TEST_CASE(a_row_does_not_feel_the_one_before_it) {
    std::string text, told;
    std::size_t offset = 0;
    for (int i = 1; i <= 300; ++i) { // some larger than the room that is kept, in between small ones
        auto const size = static_cast<std::size_t>(i % 7 == 0 ? 20'000 + i : i);
        auto const line = "{\"n\":" + std::to_string(i) + ",\"s\":\"" + std::string(size, 'x') + "\"}";
        text += line + "\n";
        told += std::to_string(i) + " @" + std::to_string(offset) + "-" + std::to_string(text.size()) + " "
                + line + "\n";
        offset = text.size();
    }
    BOOST_TEST((read(text, 5000) == told));
}

BOOST_AUTO_TEST_SUITE_END()
