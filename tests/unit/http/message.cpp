#include "http/message.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::http {

BOOST_AUTO_TEST_SUITE(http_message)

BOOST_AUTO_TEST_CASE(methods_have_their_wire_names_and_back) {
    for (auto const& [m, word] : {std::pair{method::get, "GET"},
                                  {method::post, "POST"},
                                  {method::put, "PUT"},
                                  {method::patch, "PATCH"},
                                  {method::del, "DELETE"}}) {
        BOOST_TEST(to_string(m) == word);
        BOOST_TEST((parse_method(word) == m));
    }
    for (auto const* const other : {"", "get", "HEAD", "DEL", "GET "})
        BOOST_TEST(!parse_method(other).has_value());
}

BOOST_AUTO_TEST_CASE(unreserved_characters_stay) {
    constexpr auto unreserved = "ABCXYZabcxyz0189-._~";
    BOOST_TEST(percent_encode(unreserved) == unreserved);
    BOOST_TEST(percent_encode("") == "");
}

BOOST_AUTO_TEST_CASE(all_other_bytes_are_escaped) {
    BOOST_TEST(percent_encode("a b+c@d.e/f?g&h=i%j#k") == "a%20b%2Bc%40d.e%2Ff%3Fg%26h%3Di%25j%23k");
    BOOST_TEST(percent_encode("ë") == "%C3%AB");
    BOOST_TEST(percent_encode(std::string("\0\r\n\xff", 4)) == "%00%0D%0A%FF");
    for (int byte = 0; byte < 256; ++byte) {
        auto const c = static_cast<char>(byte);
        auto const encoded = percent_encode({&c, 1});
        BOOST_TEST((encoded.size() == 1 || (encoded.size() == 3 && encoded.front() == '%')));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::http
