#include "core/find_special.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace muster::core {

BOOST_AUTO_TEST_SUITE(core_find_special)

BOOST_AUTO_TEST_CASE(the_first_from_anywhere_is_found_in_texts_of_any_length) {
    bool as_looked_for_one_by_one = true;
    for (std::size_t size = 0; size <= 50; ++size)
        for (std::size_t at = 0; at <= size; ++at) {
            std::string text(size, 'x');
            as_looked_for_one_by_one = as_looked_for_one_by_one && find_special(text, at) == size;
            for (std::size_t place = 0; place < size; ++place) {
                text[place] = "\"\\\n\x80"[place % 4];
                auto const next = place < at ? size : place;
                as_looked_for_one_by_one = as_looked_for_one_by_one && find_special(text, at) == next;
                text[place] = 'x';
            }
        }
    BOOST_TEST(as_looked_for_one_by_one);
}

BOOST_AUTO_TEST_CASE(of_several_it_is_the_first) {
    std::string const text = "a\"bcdefghijklmnopqrst\\uvw\n";
    BOOST_TEST(find_special(text, 0) == 1U);
    BOOST_TEST(find_special(text, 2) == 21U);
    BOOST_TEST(find_special(text, 22) == 25U);
    BOOST_TEST(find_special(text, 26) == 26U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::core
