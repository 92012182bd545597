#include "source/gunzip.hpp"

#include "gzip.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

BOOST_AUTO_TEST_SUITE(unpacking_gzip)

using namespace muster;

using tests::gzip;

namespace {

/// What comes out of a file, and what is wrong with it, if anything; in pieces of so many bytes, both ways.
std::string unpack(std::string_view packed, std::size_t piece = 1U << 20U, std::size_t most = 1U << 20U) {
    source::gunzip g;
    std::string plain;
    while (true) {
        auto given = packed.substr(0, piece);
        auto const before = plain.size(), size = given.size();
        auto const wrong = g.unpack(given, plain, most);
        BOOST_REQUIRE(plain.size() - before <= most);
        if (wrong) return plain + " WRONG " + *wrong;
        packed.remove_prefix(size - given.size());
        if (packed.empty() && plain.size() == before) break;
    }
    auto const wrong = g.finish();
    return wrong ? plain + " WRONG " + *wrong : plain;
}

std::string const text = "one,two\nthree,four\n";

} // namespace

BOOST_AUTO_TEST_CASE(it_gives_what_was_packed_in_whatever_pieces) {
    std::string large;
    for (int i = 0; i < 30'000; ++i) large += std::to_string(i * 7919 % 10'007) + ",";
    for (auto const& plain : {std::string(), text, large, std::string(500'000, 'x')}) {
        auto const packed = gzip(plain);
        BOOST_TEST(source::is_gzip(packed));
        BOOST_TEST((unpack(packed) == plain));
        BOOST_TEST((unpack(packed, 1, 1000) == plain));
        BOOST_TEST((unpack(packed, 1000, 70) == plain));
    }
    BOOST_TEST(!source::is_gzip(text));
    BOOST_TEST(!source::is_gzip("\x1f"));
}

BOOST_AUTO_TEST_CASE(several_members_are_one_file_and_zeros_behind_them_are_nothing) {
    auto const packed = gzip("a\n") + gzip("") + gzip("b\n") + std::string(700, '\0');
    BOOST_TEST(unpack(packed) == "a\nb\n");
    BOOST_TEST(unpack(packed, 1) == "a\nb\n");
    BOOST_TEST(unpack("") == "");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_cut_anywhere_is_found_out) {
    auto const packed = gzip(text);
    for (std::size_t size = 1; size < packed.size(); ++size)
        BOOST_TEST(unpack(packed.substr(0, size))
                       .ends_with(" WRONG the packed file ends too early: was it copied whole?"));
    auto const two = packed + packed;
    BOOST_TEST(unpack(std::string_view(two).substr(0, packed.size() + 1)).ends_with("was it copied whole?"));
}

BOOST_AUTO_TEST_CASE(a_flipped_bit_never_gives_another_text) {
    auto const packed = gzip(text);
    std::size_t found = 0;
    for (std::size_t at = 0; at < packed.size(); ++at) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            auto damaged = packed;
            damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ (1U << bit));
            auto const told = unpack(damaged);
            if (told.find(" WRONG ") != told.npos)
                ++found;
            else
                BOOST_TEST(told == text); // a bit that says nothing of the text, as those of the time
        }
    }
    BOOST_TEST(found > packed.size() * 5);
}

BOOST_AUTO_TEST_CASE(something_else_behind_it_is_refused) {
    for (std::string const& rest :
         {std::string("x"), std::string("\0\0x", 3), text, std::string("\0", 1) + gzip("b")})
        BOOST_TEST(unpack(gzip(text) + rest)
                   == text + " WRONG something stands behind the end of the packed data");
    BOOST_TEST(unpack(gzip("a") + "\x1fx") == "a WRONG the packed file is damaged (incorrect header check)");
}

BOOST_AUTO_TEST_SUITE_END()
