#include "service/told.hpp"

#include "../scratch.hpp"
#include "files/posix_storage.hpp"
#include "service/delivery.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(telling)

using namespace muster;
using namespace muster::service;
using namespace muster::tests;
using event = spec::notify::event;

BOOST_AUTO_TEST_CASE(what_was_told_is_kept) {
    scratch dir;
    files::posix_storage storage;
    auto const file = dir.path / "told.json";
    BOOST_TEST(read_told(storage, file).empty());
    write_told(storage, file, {{"webhook", event::late}, {"command", event::complete}});
    auto const what = read_told(storage, file);
    BOOST_TEST(what.size() == 2U);
    BOOST_TEST((what.at("webhook") == event::late));
    BOOST_TEST((what.at("command") == event::complete));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_understood_says_nothing) {
    scratch dir;
    files::posix_storage storage;
    for (auto const* const text : {"", "{", "[]", "{\"webhook\": 3}", "{\"webhook\": \"fine\"}"}) {
        spill(dir.path / "told.json", text);
        BOOST_TEST(read_told(storage, dir.path / "told.json").empty(), text);
    }
}

BOOST_AUTO_TEST_CASE(it_is_tried_until_it_works_or_there_is_no_hope) {
    patience const p{3, {}, {}};
    unsigned tries = 0;
    BOOST_TEST(try_until(p, [&] { return attempt{++tries < 3 ? "no" : "", true}; }) == "");
    BOOST_TEST(tries == 3U);
    tries = 0;
    BOOST_TEST(try_until(p, [&] { return attempt{"no " + std::to_string(++tries), true}; }) == "no 3");
    tries = 0;
    BOOST_TEST(try_until(p, [&] { return attempt{"no " + std::to_string(++tries), false}; }) == "no 1");
}

BOOST_AUTO_TEST_CASE(an_address_that_is_none_is_not_tried_again) {
    for (auto const* const url :
         {"", "hooks", "ftp://127.0.0.1/x", "http://example.com/x", "https://", "https://u:p@h/"})
        BOOST_TEST(!send({url, {}, {}}, std::chrono::seconds(1)).again, url);
}

BOOST_AUTO_TEST_SUITE_END()
