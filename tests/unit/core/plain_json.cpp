#include "core/plain_json.hpp"

#include "core/read_json.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <random>
#include <string>
#include <vector>

using namespace muster;

BOOST_AUTO_TEST_SUITE(plain_json)

namespace {

namespace json = boost::json;
constexpr std::size_t deep = 8;

bool is_plain(std::string_view text) {
    return core::plain_json_size(text, deep) == text.size() && !text.empty();
}

/// Whatever is plain is written as it stands; whatever is not need not be.
void check(std::string const& text) {
    auto const size = core::plain_json_size(text, deep);
    BOOST_REQUIRE_LE(size, text.size());
    if (size == 0) return;
    BOOST_TEST_INFO(text);
    auto const plain = text.substr(0, size);
    BOOST_REQUIRE_EQUAL(json::serialize(core::read_json(plain)), plain);
}

} // namespace

BOOST_AUTO_TEST_CASE(what_is_plain) {
    for (std::string const text :
         {"null", "true", "false", "0", "-1", "123456789012345678", R"("")", R"("a b/\u007f")", "[]", "{}",
          R"([1,"a",[],{}])", R"({"a":{"b":[null,{"a":1}]},"":2})", "\"Zo\xC3\xAB \x7F\""}) {
        BOOST_TEST(is_plain(text) == (text.find('\\') == text.npos), text);
        check(text);
    }
    BOOST_TEST(core::plain_json_size(R"({"a":1},"b":2)", deep) == 7U);
    BOOST_TEST(core::plain_json_size("12]", deep) == 2U);
}

BOOST_AUTO_TEST_CASE(what_is_not) {
    for (std::string const text : {"",
                                   " 1",
                                   "1 ",
                                   "nul",
                                   "-0",
                                   "-",
                                   "01",
                                   "1.0",
                                   "1e2",
                                   "1234567890123456789",
                                   "\"\\n\"",
                                   "\"\n\"",
                                   "\"\xFF\"",
                                   "\"a",
                                   "[1, 2]",
                                   "[ ]",
                                   "[1,]",
                                   R"({"a" :1})",
                                   R"({"a":1,"a":2})",
                                   R"({"a":1,"b":2,"a":1})",
                                   R"({"a\u0062":1})",
                                   R"({a:1})",
                                   R"({"a"})",
                                   R"({"a":1,})",
                                   "[",
                                   "{",
                                   "[[[[[[[[[]]]]]]]]]"})
        BOOST_TEST(!is_plain(text), text);
    std::string many = "{";
    for (int i = 0; i < 17; ++i) many += '"' + std::to_string(i) + "\":1,";
    many.back() = '}';
    BOOST_TEST(!is_plain(many));
}

BOOST_AUTO_TEST_CASE(whatever_is_plain_is_written_as_it_stands) {
    std::vector<std::string> const parts{"{",     "}",    "[",    "]",  ",",      ":",       "\"a\"",
                                         "\"b\"", "\"\"", "0",    "-",  "1",      "12",      ".5",
                                         "e3",    "null", "true", " ",  "\\n",    "\"\\n\"", "\"x",
                                         "\xC3",  "\xAB", "{}",   "[]", "\"a\":", "\"b\":"};
    std::mt19937 random(3);
    for (int i = 0; i < 20'000; ++i) {
        std::string text;
        for (auto left = 1 + random() % 8; left > 0; --left) text += parts[random() % parts.size()];
        check(text);
    }
}

BOOST_AUTO_TEST_CASE(fields_are_told_in_their_order) {
    auto const fields_of = [](std::string_view plain) {
        std::string all;
        core::plain_object fields(plain);
        while (auto const field = fields.next())
            all += std::string(field->name) + "=" + std::string(field->value) + ";";
        return all;
    };
    BOOST_TEST(fields_of(R"({"a":{"b":[1,{}]},"c":"x,]}:","":-12,"d":[],"e":null})")
               == R"(a={"b":[1,{}]};c="x,]}:";=-12;d=[];e=null;)");
    for (auto const* const none : {"{}", "[]", R"(["a":1])", "1", "\"a\"", ""})
        BOOST_TEST(fields_of(none) == "");
    std::string const whole = R"({"a":{"b":["c"]},"d":1})"; // no text at all makes it read too far
    for (std::size_t size = 0; size < whole.size(); ++size) fields_of(whole.substr(0, size));
}

BOOST_AUTO_TEST_SUITE_END()
