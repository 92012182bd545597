#include "source/records.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(records_of_a_spec)

using namespace muster;

namespace {

source::records read(char const* text, core::problems& found, std::string const& reference = "ref") {
    auto const value = boost::json::parse(text);
    return source::read_records(core::node(value, "/source/members", found), reference);
}

/// The only mistake, with its place.
std::string mistake(char const* text) {
    core::problems found;
    static_cast<void>(read(text, found));
    BOOST_TEST_REQUIRE(found.size() == 1U);
    return found.front().pointer + ": " + found.front().message;
}

} // namespace

BOOST_AUTO_TEST_CASE(they_keep_their_order_and_are_found_by_their_reference) {
    core::problems found;
    auto const all = read(R"([{"ref": "b", "name": "B"}, {"ref": 7}, {"ref": 18446744073709551615}])", found);
    BOOST_TEST(found.empty());
    BOOST_TEST_REQUIRE(all.size() == 3U);
    BOOST_TEST(all.at(0).reference == "b");
    BOOST_TEST(all.at(1).reference == "7");
    BOOST_TEST(all.at(2).reference == "18446744073709551615");
    BOOST_TEST(all.find("b") == &all.at(0));
    BOOST_TEST(all.find("b")->document.at("name").as_string() == "B");
    BOOST_TEST(all.find("c") == nullptr);
}

BOOST_AUTO_TEST_CASE(one_that_cannot_be_known_again_is_a_mistake) {
    BOOST_TEST(mistake("{}") == "/source/members: must be a list of at least one record");
    BOOST_TEST(mistake("[]") == "/source/members: must be a list of at least one record");
    BOOST_TEST(mistake("[5]") == R"(/source/members/0: must be an object, e.g. {"ref": "..."})");
    auto const nameless = R"(must hold "ref", a text, by which the record is known)";
    for (auto const* const text : {R"([{}])", R"([{"ref": ""}])", R"([{"ref": 1.5}])", R"([{"ref": null}])"})
        BOOST_TEST(mistake(text) == std::string("/source/members/0: ") + nameless);
    BOOST_TEST(mistake(R"([{"ref": "a"}, {"ref": "b"}, {"ref": "a"}])")
               == R"(/source/members/2: has the same "ref" (a) as record 1 of the list)");
}

BOOST_AUTO_TEST_CASE(the_reference_may_stand_below_another_field) {
    core::problems found;
    auto const all = read(R"([{"data": {"sku": "b"}}, {"data": {"sku": 7}}])", found, "data.sku");
    BOOST_TEST(found.empty());
    BOOST_TEST_REQUIRE(all.size() == 2U);
    BOOST_TEST(all.at(0).reference == "b");
    BOOST_TEST(all.find("7") == &all.at(1));
    static_cast<void>(read(R"([{"sku": "b"}, 5])", found, "data.sku"));
    BOOST_TEST_REQUIRE(found.size() == 2U);
    BOOST_TEST(found[0].message == R"(must hold "data.sku", a text, by which the record is known)");
    BOOST_TEST(found[1].message == R"(must be an object, e.g. {"data": {"sku": "..."}})");
}

BOOST_AUTO_TEST_SUITE_END()
