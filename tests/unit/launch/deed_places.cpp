#include "launch/deed_places.hpp"

#include "launch/name_key.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace muster::launch {

namespace launch_deed_places {
namespace {

/// What is found, a line each.
struct desk : deed_places::listener {
    void named(std::string_view member, std::string_view name) override {
        told.push_back(std::string(member) + " is " + std::string(name));
    }
    void found(std::string_view member, deed_place const& where) override {
        told.push_back(std::string(member) + " at " + std::to_string(where.line_at) + " by "
                       + std::to_string(where.intent_at) + " in "
                       + (where.at ? std::to_string(*where.at) : "?"));
    }
    void take(journal::record const& r) {
        std::string line;
        journal::encode(r, line);
        line.pop_back();
        places.take(line, ++at);
    }
    journal::intent intent_of(std::string const& member, std::string const& change) {
        journal::intent i;
        i.member = member;
        i.change = boost::json::parse(change);
        return i;
    }

    std::vector<std::string> told;
    deed_places places{*this};
    std::uint64_t at = 0;
};

} // namespace
} // namespace launch_deed_places

BOOST_FIXTURE_TEST_SUITE(launch_deed_places, desk)

BOOST_AUTO_TEST_CASE(names_are_the_lines_own) {
    // What a change, a before-image or a message holds looks like names.
    std::string const nasty = R"({"update":{"set":{"id":"no","email":"no@x","row":"no","at":"no"}}})";
    for (std::string const email : {"", "a@x", R"(a"b\@x)", "\xc3\xa4@x"})
        for (std::string const row : {"", "r", R"(","row":"no)", "\t"})
            for (std::string const member : {"m", R"(m",")"}) {
                told.clear();
                auto i = intent_of(member, nasty);
                i.before = boost::json::parse(R"({"email":"no@x","row":"no"})").get_object();
                i.email = email;
                i.row = row;
                take(i);
                journal::member_settled s;
                s.member = member;
                s.message = R"(,"email":"no@x","row":"no","at":"no")";
                s.email = email;
                s.row = row;
                s.at = "1970-01-01T00:01:00Z";
                take(s);
                std::vector<std::string> expected;
                for (int twice = 0; twice < 2; ++twice) {
                    if (!email.empty()) expected.push_back(member + " is " + email);
                    if (!row.empty()) expected.push_back(member + " is " + row);
                }
                expected.push_back(member + " at " + std::to_string(at) + " by " + std::to_string(at - 1)
                                   + " in 60");
                BOOST_TEST(told == expected, boost::test_tools::per_element());
            }
}

BOOST_AUTO_TEST_CASE(unsound_lines_are_refused) {
    std::string line;
    journal::encode(intent_of("m", "{}"), line);
    line.pop_back();
    line[20] = 'M';
    BOOST_CHECK_THROW(places.take(line, 0), std::invalid_argument);
    BOOST_CHECK_THROW(places.take("", 0), std::invalid_argument);
    BOOST_TEST(places.open().empty());
}

BOOST_AUTO_TEST_CASE(names_that_are_the_same_have_the_same_key) {
    BOOST_TEST(same_name("Jane@X.com", "jane@x.COM"));
    BOOST_TEST(name_key("Jane@X.com") == name_key("jane@x.COM"));
    BOOST_TEST(!same_name("mem_A", "mem_a"));
    BOOST_TEST(name_key("mem_A") != name_key("mem_a"));
    BOOST_TEST(!same_name("mem_a", "mem_ab"));
    BOOST_TEST(name_key("cm1") == -590119954); // an index of today is read by tomorrow's program
    for (int i = 0; i < 100; ++i) BOOST_TEST((name_key(std::to_string(i), 1) & ~1) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
