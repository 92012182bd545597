#include "sink/packing.hpp"

#include "source/gunzip.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(packing)

using namespace muster;

BOOST_AUTO_TEST_CASE(the_name_says_how) {
    BOOST_TEST((sink::packing_of("a.csv") == sink::packing::none));
    BOOST_TEST((sink::packing_of("a.csv.gz") == sink::packing::gzip));
    BOOST_TEST((sink::packing_of("a.jsonl.zst") == sink::packing::zstd));
    BOOST_TEST((sink::packing_of("gz") == sink::packing::none));
}

BOOST_AUTO_TEST_CASE(wholes_behind_each_other_are_a_file) {
    std::string const first(100000, 'a');
    std::string const second = "b\n";
    auto const file = sink::pack(first, sink::packing::gzip) + sink::pack(second, sink::packing::gzip);
    BOOST_TEST(file.size() < 1000U);
    source::gunzip unpacker;
    std::string_view left = file;
    std::string plain;
    while (!left.empty()) BOOST_TEST_REQUIRE(!unpacker.unpack(left, plain, 1U << 20U));
    BOOST_TEST(!unpacker.finish());
    BOOST_TEST((plain == first + second));
}

BOOST_AUTO_TEST_CASE(nothing_gives_nothing) {
    for (auto const how : {sink::packing::none, sink::packing::gzip, sink::packing::zstd})
        BOOST_TEST(sink::pack("", how).empty());
    BOOST_TEST(sink::pack("x", sink::packing::none) == "x");
}

BOOST_AUTO_TEST_SUITE_END()
