#include "sandbox/memberstack_v1/roll.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

BOOST_AUTO_TEST_SUITE(memberstack_v1_roll)

using muster::sandbox::memberstack_v1::entry;
using muster::sandbox::memberstack_v1::roll;
namespace json = boost::json;

namespace {

json::object document(std::string const& id) {
    return {{"id", id}, {"email", id + "@example.com"}};
}

std::vector<std::string> ids(std::vector<entry const*> const& page) {
    std::vector<std::string> all;
    for (auto const* const m : page) all.push_back(m->id);
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(members_are_found_by_either_id_and_by_address) {
    roll members;
    members.add(document("a"), {});
    members.add({{"_id", "b"}, {"email", "b@example.com"}}, {{"memberPage", "x"}});
    BOOST_TEST(members.find("a")->email == "a@example.com");
    BOOST_TEST(members.find("b")->whole() == R"({"_id":"b","email":"b@example.com","memberPage":"x"})");
    BOOST_TEST(members.find("a")->whole() == members.find("a")->shown);
    BOOST_TEST(members.find_email("b@example.com")->id == "b");
    BOOST_TEST(members.find_email("B@Example.com")->id == "b");
    BOOST_TEST(members.find("b@example.com") == nullptr);
    auto changed = document("a");
    changed["email"] = "new@example.com";
    members.replace(*members.find("a"), changed, {});
    BOOST_TEST(members.find_email("new@example.com")->id == "a");
    BOOST_TEST(members.find_email("a@example.com") == nullptr);
    members.remove(*members.find("a"));
    BOOST_TEST(members.find("a") == nullptr);
    BOOST_TEST(members.find_email("new@example.com") == nullptr);
    BOOST_TEST(members.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_page_is_found_wherever_members_were_removed) {
    roll members;
    std::vector<std::string> expected;
    for (int i = 0; i < 5000; ++i) members.add(document(std::to_string(i)), {});
    for (int i = 0; i < 5000; ++i) {
        // A whole block, the ends of others, and some between.
        bool const goes = (i >= 1024 && i < 2048) || i % 7 == 3 || i == 0 || i == 4999;
        if (goes)
            members.remove(*members.find(std::to_string(i)));
        else
            expected.push_back(std::to_string(i));
    }
    BOOST_TEST(members.size() == expected.size());
    for (std::size_t skipped = 0; skipped < expected.size() + 3; skipped += 61) {
        auto const from = std::min(skipped, expected.size());
        auto const to = std::min(from + 10, expected.size());
        std::vector<std::string> const page(expected.begin() + static_cast<std::ptrdiff_t>(from),
                                            expected.begin() + static_cast<std::ptrdiff_t>(to));
        BOOST_TEST(ids(members.list(skipped, 10)) == page, boost::test_tools::per_element());
    }
    BOOST_TEST(members.list(1'000'000, 10).empty());
    members.add(document("last"), {});
    BOOST_TEST(ids(members.list(expected.size(), 10)) == std::vector<std::string>{"last"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
