#include "spec/parameter_text.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(parameter_text)

using namespace muster::spec;

namespace {

/// The pieces: literals as they are, names in angle brackets, with bars between; `malformed`.
std::string split(std::string_view text) {
    auto const pieces = split_parameters(text);
    if (!pieces) return "malformed";
    std::string all;
    for (auto const& p : *pieces) all += (all.empty() ? "" : "|") + (p.is_name ? '<' + p.text + '>' : p.text);
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(text_and_names_are_told_apart) {
    BOOST_TEST(split("") == "");
    BOOST_TEST(split("plain") == "plain");
    BOOST_TEST(split("${a}") == "<a>");
    BOOST_TEST(split("x${a}y${b_1}z") == "x|<a>|y|<b_1>|z");
    BOOST_TEST(split("${a}${a}") == "<a>|<a>");
}

BOOST_AUTO_TEST_CASE(dollars_and_braces_alone_are_text) {
    for (auto const* const text : {"$", "$$", "$a", "{a}", "$ {a}", "a$", "}$", "{{a}}", "$$a"})
        BOOST_TEST(split(text) == text);
    BOOST_TEST(split("$${a}") == "${a}");
    BOOST_TEST(split("$$${a}") == "$${a}");
    BOOST_TEST(split("$${${a}") == "${|<a>");
    BOOST_TEST(split("${a}$${a}") == "<a>|${a}");
}

BOOST_AUTO_TEST_CASE(what_begins_like_a_parameter_must_be_one) {
    for (auto const* const text :
         {"${", "${}", "${a", "${1}", "${a b}", "${a-b}", "${_a}", "x${ a}", "${a${b}}", "${é}"}) {
        BOOST_TEST(split(text) == "malformed");
    }
}

BOOST_AUTO_TEST_CASE(escaping_is_undone_by_splitting) {
    for (auto const* const text : {"", "a", "$", "${", "${a}", "$${a}", "$$${", "${${", "a${b}c$", "$$"}) {
        BOOST_TEST(split(escape_parameters(text)) == text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
