#include "source/key_list.hpp"
#include "spec/paths.hpp"
#include "support.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(files_with_keys)

using namespace muster;
using namespace muster::spec;
using test::mistakes_of;

namespace {

std::string text(std::string const& where, std::string const& operation = R"({"delete": {}})",
                 std::string const& more = "") {
    return R"({"name": "n", "provider": {"kind": "memberstack", "key": {"env": "K"}}, "where": )" + where
           + R"(, "operation": )" + operation + more + '}';
}

std::optional<double> max_share(std::string const& whole) {
    auto const read = spec::read(whole, {});
    BOOST_TEST_REQUIRE(read.value.has_value(), format("", read.mistakes));
    return read.value->max_share;
}

constexpr auto not_in = R"({"auth.email": {"notIn": {"file": "crm.csv", "column": "E-mail"}}})";
constexpr auto in = R"({"auth.email": {"in": {"file": "crm.csv", "column": "E-mail"}}})";
constexpr auto add_plan = R"({"addPlan": {"planId": "pln_a"}})";

} // namespace

BOOST_AUTO_TEST_CASE(a_deletion_of_whom_a_file_does_not_name_may_match_a_part_only) {
    BOOST_TEST(max_share(text(not_in)).value() == 0.2);
    BOOST_TEST(max_share(text(R"({"NOT": )" + std::string(in) + "}")).value() == 0.2);
    BOOST_TEST(
        max_share(text(not_in,
                       R"({"request": {"method": "DELETE", "path": "/members/{{id}}", "idempotent": true}})"))
            .value()
        == 0.2);
    BOOST_TEST(!max_share(text(in)));
    BOOST_TEST(!max_share(text(not_in, add_plan)));
    BOOST_TEST(!max_share(text(R"({"auth.email": {"notIn": ["a"]}})")));
    auto const half = R"(, "expect": {"matched": {"maxShare": 0.5}})";
    BOOST_TEST(max_share(text(not_in, R"({"delete": {}})", half)).value() == 0.5);
    BOOST_TEST(max_share(text("{}", add_plan, half)).value() == 0.5);
}

BOOST_AUTO_TEST_CASE(what_is_expected_is_checked) {
    BOOST_TEST(mistakes_of(text("{}", add_plan, R"(, "expect": {"matched": {}})"))
                   .starts_with("/expect/matched: is empty"));
    BOOST_TEST(mistakes_of(text("{}", add_plan, R"(, "expect": {"matched": {"maxShare": 1.5}})"))
                   .starts_with("/expect/matched/maxShare"));
    auto const both = R"(, "expect": {"matched": {"maxShare": 1, "atMost": 5}})";
    BOOST_TEST(spec::read(text("{}", add_plan, both), {}).value->at_most.value() == 5U);
    auto const rows = R"({"name": "n", "provider": {"kind": "memberstack", "key": {"env": "K"}},
        "source": {"csv": {"file": "a.csv", "key": "e"}}, "operation": {"create": {"email": "{{row.e}}"}},
        "expect": {"matched": {"maxShare": 0.5}}})";
    BOOST_TEST(mistakes_of(rows).find("is a part of the platform's list") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(addresses_are_the_same_whatever_their_case) {
    auto const ask = [](std::string const& where) {
        auto const read = spec::read(text(where, add_plan), {});
        BOOST_TEST_REQUIRE(read.value.has_value(), format("", read.mistakes));
        BOOST_TEST_REQUIRE(read.value->key_lists.size() == 1U);
        auto const& list = *read.value->key_lists.front();
        return list.hashed(" A") == list.hashed("a");
    };
    BOOST_TEST(ask(in));
    BOOST_TEST(ask(R"({"auth": {"email": {"in": {"file": "f", "column": "c"}}}})"));
    BOOST_TEST(!ask(R"({"id": {"in": {"file": "f", "column": "c"}}})"));
    BOOST_TEST(!ask(R"({"id": {"in": {"file": "f", "column": "c"}, "mode": "insensitive"}})"));
}

BOOST_AUTO_TEST_CASE(the_files_are_found_again_from_any_directory) {
    auto read = spec::read(text(R"({"OR": [{"id": {"in": {"file": "one", "column": "c"}}},
                                        {"id": {"notIn": {"file": "/two", "column": "c"}}}],
                                 "auth": {"email": {"not": {"in": {"file": "${x}", "column": "c"}}}}})",
                                add_plan, R"(, "parameters": {"x": {"description": "y"}})"),
                           {{"x", "$three"}});
    BOOST_TEST_REQUIRE(read.value.has_value(), format("", read.mistakes));
    auto& s = *read.value;
    spec::make_paths_absolute(s, "/there");
    BOOST_TEST_REQUIRE(s.key_lists.size() == 3U);
    BOOST_TEST(s.key_lists[0]->from().file == "/there/one");
    BOOST_TEST(s.key_lists[1]->from().file == "/two");
    BOOST_TEST(s.key_lists[2]->from().file == "/there/$three");
    auto const again = spec::read(boost::json::serialize(s.document), {});
    BOOST_TEST_REQUIRE(again.value.has_value(), format("", again.mistakes));
    for (std::size_t i = 0; i < 3; ++i)
        BOOST_TEST(again.value->key_lists[i]->from().file == s.key_lists[i]->from().file);
}

BOOST_AUTO_TEST_SUITE_END()
