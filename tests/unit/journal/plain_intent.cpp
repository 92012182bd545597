#include "journal/plain_intent.hpp"

#include "journal/sealed.hpp"
#include "small_job.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <random>
#include <stdexcept>

BOOST_AUTO_TEST_SUITE(journal_plain_intent)

using namespace muster;
using namespace muster::journal;
using namespace muster::journal::tests;

namespace {

std::string sealed(std::string const& fields) {
    return fields + ",\"crc\":\"" + checksum(fields) + "\"}";
}

using reading = void (*)(std::string_view, std::function<void(record&&)> const&);

/// What a line says, or why it is refused.
std::string told_by(reading read, std::string const& line) {
    std::string all;
    try {
        read(line, [&](record&& r) { all += line_of(r); });
    } catch (std::invalid_argument const& e) {
        all += e.what();
    }
    return all;
}

std::string told(std::string const& line) {
    return told_by([](auto text, auto const& each) { decode(text, each); }, line);
}

/// What the parser alone says to these fields: the line is not as we write it, for a blank.
std::string parsed(std::string const& fields) {
    return told(sealed(fields.empty() ? fields : fields.substr(0, 1) + " " + fields.substr(1)));
}

/// What decode_named is to say.
std::string named(std::string const& line) {
    std::string all;
    try {
        decode(line, [&](record&& r) {
            if (auto* const i = std::get_if<intent>(&r)) {
                i->change = nullptr;
                i->before.clear();
                i->email.clear();
            }
            all += line_of(r);
        });
    } catch (std::invalid_argument const& e) {
        all += e.what();
    }
    return all;
}

void check(std::string const& fields) {
    auto const line = sealed(fields);
    BOOST_TEST_INFO(line);
    BOOST_REQUIRE_EQUAL(told(line), parsed(fields));
    BOOST_REQUIRE_EQUAL(told_by(decode_intact, line), parsed(fields));
    BOOST_REQUIRE_EQUAL(told_by(decode_named, line), named(line));
}

std::string fields_of(record const& r) {
    auto const line = line_of(r);
    return line.substr(0, line.size() - seal_size - 1);
}

std::vector<std::string> lines_to_damage() {
    auto const value = [](char const* text) { return boost::json::parse(text); };
    std::vector<record> const all{
        intent{"mem_1", 12, value(R"({"addPlan":{"planId":"pln_a"}})"), {}},
        intent{"mem_1", 12, value(R"({"update":{"set":{"a":[1,-2.5,null,"x\ny"],"b":{}}}})"),
               value(R"({"a":1e300,"b":"Zo\u00eb"})").as_object(), "a@b.example", "row-7"},
        intent{"m\"1", 1, value(R"({"delete":{}})"), {}, "", "r"},
        member_settled{"mem_1", 12, core::outcome::failed, 3, "not-found", "There is none", true,
                       "a@b.example", "2026-11-02T01:02:03Z", "row-7", "mem_2"},
        page_read{5, "a", "b", true, 100, 40, 3, 777},
        intent_withdrawn{"mem_1"}};
    std::vector<std::string> lines;
    for (auto const& r : all) lines.push_back(fields_of(r));
    std::string shared;
    encode(std::vector<intent>{intent_of("mem_1"), intent_of("mem_2")}, shared);
    lines.push_back(shared.substr(0, shared.size() - seal_size - 1));
    return lines;
}

} // namespace

BOOST_AUTO_TEST_CASE(most_intents_are_plain) {
    auto const line = line_of(intent_of("mem_1", 7));
    auto const plain = read_plain_intent(std::string_view(line).substr(0, line.size() - 1));
    BOOST_REQUIRE(plain);
    BOOST_TEST(plain->member == "mem_1");
    BOOST_TEST(plain->page == 7U);
    BOOST_TEST(plain->change == R"({"addPlan":{"planId":"pln_a"}})");
    BOOST_TEST(plain->before == "");
    BOOST_TEST(plain->as_written);
    BOOST_TEST(line_of(made_of(*plain).value()) == line);
}

BOOST_AUTO_TEST_CASE(odd_ones_are_read_as_the_parser_reads_them) {
    std::string const before = R"({"t":"intent","id":"m","page":1,"change":)";
    std::string deep(511, '['), too_deep(512, '[');
    deep.append(511, ']');
    too_deep.append(512, ']');
    for (std::string const& change :
         {std::string("{}"), std::string("null"), std::string("1.50"), std::string("1e999"),
          std::string("-0"), std::string("[1, 2]"), std::string(R"("\ud83d")"), std::string("\"\xFF\""),
          std::string("nul"), std::string(R"({"a":1,"a":2})"), std::string("{"), deep, too_deep})
        for (std::string const behind :
             {"", R"(,"before":{})", R"(,"before":[])", R"(,"before":{"a":1.0})", R"(,"before":null)",
              R"(,"email":"a")", R"(,"email":"\u0061")", R"(,"email":1)", R"(,"row":"r","email":"a")",
              R"(,"email":"a","email":"b")", R"(,"before":{},"email":"a","row":"r")", R"(,"other":1)", " ",
              "}"})
            check(before + change + behind);
    check(R"({"t":"intent","id":"m","page":1)");
    check(R"({"t":"intent","id":"m","change":{})");
    check(R"({"t":"intent","id":"m","page":01,"change":{})");
    check(R"({"t":"intent","id":7,"page":1,"change":{})");
}

BOOST_AUTO_TEST_CASE(damaged_ones_with_a_checksum_that_matches_too) {
    constexpr std::string_view bytes = "\"\\{}[],: 01-.eant\n\x7f\xc3\xff";
    std::mt19937 random(7);
    for (auto const& line : lines_to_damage()) {
        check(line);
        for (int i = 0; i < 1500; ++i) {
            auto text = line;
            for (auto left = 1 + random() % 2; left > 0; --left) {
                auto const at = random() % text.size();
                auto const byte = bytes[random() % bytes.size()];
                switch (random() % 3) {
                case 0: text[at] = byte; break;
                case 1: text.insert(at, 1, byte); break;
                default: text.erase(at, 1 + random() % 4);
                }
                if (text.empty()) text = "{";
            }
            check(text);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
