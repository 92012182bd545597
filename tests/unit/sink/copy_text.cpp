#include "sink/copy_text.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(text_of_copy)

using namespace muster;

namespace {

std::string field(std::string_view text) {
    std::string out;
    sink::append_copy_field(out, text);
    return out;
}

std::string cell(boost::json::value const& v, core::cell_form form) {
    std::string out;
    sink::append_copy_cell(out, v, form);
    return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(fields_of_copy_hold_anything) {
    BOOST_TEST(field("a\tb\nc\rd\\e\\.\\N") == "a\\tb\\nc\\rd\\\\e\\\\.\\\\N");
    BOOST_TEST(field("") == "");
    using enum core::cell_form;
    BOOST_TEST(cell(nullptr, text) == "\\N");
    BOOST_TEST(cell(nullptr, json) == "\\N");
    BOOST_TEST(cell("\\N", text) == "\\\\N");
    BOOST_TEST(cell(true, boolean) == "true");
    BOOST_TEST(cell(0.5, number) == "0.5");
    BOOST_TEST(cell("a\"\n", json) == "\"a\\\\\"\\\\n\"");
    BOOST_TEST(cell({1, {{"k", nullptr}}}, json) == "[1,{\"k\":null}]");
}

BOOST_AUTO_TEST_CASE(arrays_hold_anything) {
    BOOST_TEST(sink::array_text({}) == "{}");
    BOOST_TEST(sink::array_text({"a", "", "NULL", "x\"\\,{}"}) == "{\"a\",\"\",\"NULL\",\"x\\\"\\\\,{}\"}");
}

BOOST_AUTO_TEST_SUITE_END()
