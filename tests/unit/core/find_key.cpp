#include "core/find_key.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace muster::core {

BOOST_AUTO_TEST_SUITE(core_find_key)

BOOST_AUTO_TEST_CASE(small_and_large_objects_tell_of_their_keys) {
    boost::json::object o;
    BOOST_TEST((find_key(o, "") == nullptr));
    for (int i = 0; i < 40; ++i) {
        o["key" + std::to_string(i)] = i;
        BOOST_TEST((find_key(o, "key0") == o.if_contains("key0")));
        BOOST_TEST(find_key(o, "key" + std::to_string(i))->get_int64() == i);
        BOOST_TEST((find_key(o, "key" + std::to_string(i + 1)) == nullptr));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::core
