#include "core/shape.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(shapes)

using muster::core::shape;
using form = shape::form;

BOOST_AUTO_TEST_CASE(what_is_not_stated_is_anything) {
    BOOST_TEST((shape().what == form::anything));
    BOOST_TEST((shape{form::list}.each().what == form::anything));
    BOOST_TEST(shape{form::object}.find("a") == nullptr);
}

BOOST_AUTO_TEST_CASE(fields_and_elements_are_found) {
    shape const s{form::object, {{"a", {form::date}}, {"b", {form::list, {}, {{form::text}}}}}};
    BOOST_REQUIRE(s.find("a") != nullptr);
    BOOST_TEST((s.find("a")->what == form::date));
    BOOST_TEST((s.find("b")->each().what == form::text));
    BOOST_TEST(s.find("c") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_plain_value_has_nothing_below_it) {
    for (auto const f : {form::scalar, form::text, form::date, form::flag, form::number})
        BOOST_TEST(shape{f}.is_plain());
    for (auto const f : {form::anything, form::object, form::open, form::list})
        BOOST_TEST(!shape{f}.is_plain());
}

BOOST_AUTO_TEST_SUITE_END()
