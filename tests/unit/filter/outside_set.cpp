#include "filter/outside_set.hpp"

#include "where.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <set>

namespace sets_that_stand_outside {

using namespace muster;

namespace {

/// Sets of these texts stand where an object is: {"of": "a b"}, or are refused without an "of".
class listed final : public filter::outside_set {
public:
    explicit listed(std::string_view words) {
        for (std::size_t at = 0; at <= words.size();) {
            auto const end = std::min(words.find(' ', at), words.size());
            texts_.emplace(words.substr(at, end - at));
            at = end + 1;
        }
    }
    bool has(std::string_view text) override { return texts_.contains(text); }

private:
    std::set<std::string, std::less<>> texts_;
};

struct desk {
    filter::known about;
    std::vector<std::string> places; // path, and what is said of it

    desk() {
        about.outside = [this](core::node const& n,
                               filter::set_place const& at) -> std::shared_ptr<filter::outside_set> {
            auto const of = n.require("of");
            places.push_back(at.path + (at.insensitive ? " insensitive" : "")
                             + (at.negated ? " negated" : ""));
            if (!of) return nullptr;
            return std::make_shared<listed>(of->string().value_or(""));
        };
    }

    bool matches(std::string const& where, std::string const& document) {
        auto const parsed = boost::json::parse(document);
        return compile(where, about).matches({"mem_1", "", &parsed.get_object()});
    }
};

} // namespace

} // namespace sets_that_stand_outside

BOOST_FIXTURE_TEST_SUITE(sets_that_stand_outside, desk)

BOOST_AUTO_TEST_CASE(texts_and_whole_numbers_can_be_in_one_and_nothing_else) {
    auto const in = R"({"f": {"in": {"of": "a 5 -7 18446744073709551615 1.5 true null"}}})";
    for (auto const* const value : {R"("a")", "5", R"("5")", "-7", "18446744073709551615"})
        BOOST_TEST(matches(in, std::string(R"({"f": )") + value + "}"), value);
    for (auto const* const value : {R"("b")", "6", "1.5", "true", "null", "[5]", R"({"a": "a"})", R"("")"})
        BOOST_TEST(!matches(in, std::string(R"({"f": )") + value + "}"), value);
    BOOST_TEST(!matches(in, "{}"));
}

BOOST_AUTO_TEST_CASE(not_in_is_the_complement) {
    auto const not_in = R"({"f": {"notIn": {"of": "a b"}}})";
    BOOST_TEST(!matches(not_in, R"({"f": "b"})"));
    BOOST_TEST(matches(not_in, R"({"f": "c"})"));
    BOOST_TEST(matches(not_in, R"({"f": null})"));
    BOOST_TEST(matches(not_in, "{}"));
    BOOST_TEST(!matches(R"({"f": {"isSet": true, "notIn": {"of": "a b"}}})", "{}"));
}

BOOST_AUTO_TEST_CASE(its_place_is_told) {
    compile(R"({"a.b": {"in": {"of": ""}, "mode": "insensitive"}, "c": {"d": {"notIn": {"of": ""}}},
                "NOT": [{"e": {"in": {"of": ""}}}, {"NOT": {"f": {"in": {"of": ""}}}}],
                "g": {"not": {"notIn": {"of": ""}}},
                "h": {"some": {"i": {"in": {"of": ""}}}, "none": {"in": {"of": ""}}}})",
            about);
    BOOST_TEST(places
                   == (std::vector<std::string>{"a.b insensitive", "c.d negated", "e negated", "f", "g", "i",
                                                " negated"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_object_that_is_no_set_is_a_mistake) {
    BOOST_TEST(mistakes(R"({"f": {"in": {"file": "x"}}})").front().starts_with("/f/in: must be an array"));
    auto const parsed = boost::json::parse(R"({"f": {"in": {}}})");
    core::problems found;
    auto const read = filter::read({parsed, "", found}, about);
    BOOST_TEST(found.size() == 1U);
    auto const document = boost::json::parse(R"({"f": "a"})");
    BOOST_TEST(!read.matches({"m", "", &document.get_object()}));
}

BOOST_AUTO_TEST_SUITE_END()
