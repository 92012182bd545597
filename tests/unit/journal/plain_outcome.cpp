#include "journal/plain_outcome.hpp"

#include "../printing.hpp"
#include "journal/sealed.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::journal {

BOOST_AUTO_TEST_SUITE(journal_plain_outcome)

namespace {

std::string line_of(member_settled const& s) {
    std::string out;
    encode(record(s), out);
    out.pop_back();
    return out;
}

std::string sealed(std::string fields) {
    return fields + ",\"crc\":\"" + checksum(fields) + "\"}";
}

member_settled full() {
    return {"mem_1",
            12,
            core::outcome::failed,
            3,
            "not-found",
            "There is no Zoë",
            true,
            "a@b.example",
            "2026-11-02T01:02:03Z",
            "row-7",
            "mem_2"};
}

/// The parser's answer to a line whose fields stand in another order, which only it takes.
member_settled parsed(std::string const& line) {
    auto const fields = line.substr(1, line.size() - seal_size - 1);
    auto const type = std::string("\"t\":\"outcome\"");
    auto const turned = sealed("{" + fields.substr(type.size() + 1) + "," + type);
    BOOST_REQUIRE(!read_plain_outcome(turned));
    return std::get<member_settled>(decode(turned));
}

} // namespace

BOOST_AUTO_TEST_CASE(each_combination_of_fields_as_the_parser_reads_it) {
    for (unsigned has = 0; has < 64; ++has) {
        auto s = full();
        if ((has & 1U) == 0) s.code.clear();
        if ((has & 2U) == 0) s.message.clear();
        if ((has & 4U) == 0) s.read_back = false;
        if ((has & 8U) == 0) s.email.clear();
        if ((has & 16U) == 0) s.at.clear();
        if ((has & 32U) == 0) s.made.clear();
        auto const line = line_of(s);
        auto const plain = read_plain_outcome(line);
        BOOST_REQUIRE_MESSAGE(plain, line);
        BOOST_TEST(line_of(*plain) == line);
        BOOST_TEST(line_of(parsed(line)) == line);
    }
}

BOOST_AUTO_TEST_CASE(each_outcome) {
    for (int i = 0; i < core::outcome_kinds; ++i) {
        auto s = full();
        s.outcome = static_cast<core::outcome>(i);
        auto const plain = read_plain_outcome(line_of(s));
        BOOST_REQUIRE(plain);
        BOOST_CHECK(plain->outcome == s.outcome);
    }
}

BOOST_AUTO_TEST_CASE(what_needs_the_parser) {
    auto s = full();
    s.message = "with a \"quote\"";
    BOOST_TEST(!read_plain_outcome(line_of(s)));
    s.message = "and a\nnewline";
    BOOST_TEST(!read_plain_outcome(line_of(s)));
    std::string const before = R"({"t":"outcome","id":"m","page":)";
    std::string const behind = R"(,"outcome":"done","attempts":1)";
    BOOST_TEST(read_plain_outcome(sealed(before + "1" + behind)).has_value());
    BOOST_TEST(read_plain_outcome(sealed(before + "0" + behind)).has_value());
    BOOST_TEST(read_plain_outcome(sealed(before + "999999999999999999" + behind)).has_value());
    for (std::string const page : {"01", "-1", "1.0", "1e2", "", "null", "\"1\"", "1000000000000000000"})
        BOOST_TEST(!read_plain_outcome(sealed(before + page + behind)), page);
    for (std::string const more : {R"(,"readBack":false)", R"(,"code":null)", R"(,"other":1)", "}", " ",
                                   R"(,"at":"x","email":"out of order")", R"(,"code":"a","code":"b")"})
        BOOST_TEST(!read_plain_outcome(sealed(before + "1" + behind + more)), more);
    BOOST_TEST(
        !read_plain_outcome(sealed(R"({"t":"outcome","id":"m","page":1,"outcome":"fine","attempts":1)")));
}

BOOST_AUTO_TEST_CASE(no_changed_byte_passes) {
    auto const line = line_of(full());
    for (std::size_t i = 0; i < line.size(); ++i) {
        auto changed = line;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        BOOST_TEST(!read_plain_outcome(changed), "byte " << i);
        BOOST_TEST(!read_plain_outcome(line.substr(0, i)), "up to byte " << i);
    }
    BOOST_TEST(!read_plain_outcome(line + " "));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::journal
