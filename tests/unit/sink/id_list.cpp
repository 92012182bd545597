#include "sink/id_list.hpp"

#include <boost/test/unit_test.hpp>

using namespace muster;

BOOST_AUTO_TEST_SUITE(id_lists)

BOOST_AUTO_TEST_CASE(ids_come_back_as_they_were) {
    std::vector<std::string_view> const ids{"mem_1", "", "a\"b\\c", "\xC3\xA4\n", "[]", "\x01"};
    auto const text = sink::write_ids(ids);
    auto const read = sink::read_ids(text);
    BOOST_TEST(std::vector<std::string_view>(read.begin(), read.end()) == ids,
               boost::test_tools::per_element());
    BOOST_TEST(sink::write_ids(std::vector<std::string>()) == "[]");
    BOOST_TEST(sink::read_ids("[]").empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_list_of_ids_gives_none) {
    for (auto const* text : {"", "{}", "[\"a\"", "\"a\"", "null"})
        BOOST_TEST(sink::read_ids(text).empty(), text);
    BOOST_TEST(sink::read_ids("[1, \"a\", null]").size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_id_with_a_nul_cannot_be_held) {
    BOOST_TEST(sink::can_hold(""));
    BOOST_TEST(sink::can_hold("mem_1"));
    std::string_view const with_nul("a\0b", 3);
    BOOST_TEST(!sink::can_hold(with_nul));
    std::vector<sink::row> const rows{{"a", {}}, {with_nul, {}}, {"b", {}}};
    BOOST_TEST(sink::ids_of(rows) == (std::vector<std::string_view>{"a", "b"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
