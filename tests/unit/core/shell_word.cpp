#include "core/shell_word.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::core {

BOOST_AUTO_TEST_SUITE(core_shell_word)

BOOST_AUTO_TEST_CASE(a_word_without_anything_special_stays_as_it_is) {
    BOOST_TEST(shell_word("/var/lib/muster-1_a.b") == "/var/lib/muster-1_a.b");
}

BOOST_AUTO_TEST_CASE(anything_else_is_quoted) {
    BOOST_TEST(shell_word("") == "''");
    BOOST_TEST(shell_word("a b") == "'a b'");
    BOOST_TEST(shell_word("$(x)`y`\\") == "'$(x)`y`\\'");
    BOOST_TEST(shell_word("it's") == R"('it'\''s')");
    BOOST_TEST(shell_word("~") == "'~'");
    BOOST_TEST(shell_word("ü") == "'ü'");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::core
