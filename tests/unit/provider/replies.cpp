#include "provider/replies.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::provider {

BOOST_AUTO_TEST_SUITE(reply_bodies)

BOOST_AUTO_TEST_CASE(numbers_that_no_double_holds_are_null_so_that_they_can_be_written_again) {
    boost::system::error_code error;
    auto const v = replies::parse(
        R"({"a":[1e400,{"b":-1e400}],"c":)" + std::string(400, '9') + R"(,"d":1e308,"e":-0})", error);
    BOOST_TEST(!error);
    BOOST_TEST(boost::json::serialize(v) == R"({"a":[null,{"b":null}],"c":null,"d":1E308,"e":0})");
}

BOOST_AUTO_TEST_CASE(a_number_that_is_written_again_is_the_one_that_was_read) {
    boost::system::error_code error;
    auto const v = replies::parse(R"({"geo":[50.9375,9.462299999999999],"n":9007199254740993})", error);
    BOOST_TEST(boost::json::serialize(v)
               == R"({"geo":[5.09375E1,9.462299999999999E0],"n":9007199254740993})");
}

BOOST_AUTO_TEST_CASE(words_are_found_however_their_letters_are_written) {
    BOOST_TEST(replies::mentions("No such Member", {"member"}));
    BOOST_TEST(replies::mentions("E-MAIL taken", {"email", "e-mail"}));
    BOOST_TEST(!replies::mentions("memb er", {"member", "user"}));
    BOOST_TEST(!replies::mentions("", {"member"}));
}

BOOST_AUTO_TEST_CASE(bodies_that_nest_deeper_than_256_are_not_read) {
    auto const deep = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    boost::system::error_code error;
    replies::parse(deep(255), error);
    BOOST_TEST(!error);
    replies::parse(deep(300), error);
    BOOST_TEST(bool(error));
}

BOOST_AUTO_TEST_CASE(bodies_of_too_many_values_are_refused_before_they_fill_the_memory) {
    auto const zeros = [](std::size_t count) {
        std::string text = "[0";
        for (std::size_t i = 1; i < count; ++i) text += ",0";
        return text + "]";
    };
    boost::system::error_code error;
    replies::parse(zeros(400'000), error);
    BOOST_TEST(!error);
    replies::parse(zeros(600'000), error);
    BOOST_TEST(bool(error));
    auto const text = '"' + std::string(1'000'000, 'x') + '"';
    replies::parse(text, error);
    BOOST_TEST(!error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider
