#include "operation/registry.hpp"

#include "operation/constant.hpp"
#include "support.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

BOOST_AUTO_TEST_SUITE(registry)

using namespace muster;
using namespace muster::operation;
using test::mistake;

BOOST_AUTO_TEST_CASE(the_built_in_kinds_come_first) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < 7; ++i) names.push_back(kinds().at(i).name);
    BOOST_TEST(names
                   == (std::vector<std::string>{"addPlan", "removePlan", "update", "delete", "create",
                                                "upsert", "request"}),
               boost::test_tools::per_element());
    for (auto const& k : kinds()) {
        BOOST_TEST(!k.description.empty());
        auto const schema = k.schema(test::of_a_platform());
        BOOST_TEST(schema.at("type").as_string() == "object");
        bool const any = k.name == "create" || k.name == "upsert"; // a member's document
        BOOST_TEST(schema.at("additionalProperties").as_bool() == any);
    }
}

BOOST_AUTO_TEST_CASE(an_operation_is_an_object_with_exactly_one_known_key) {
    BOOST_TEST(mistake("7").starts_with("/operation: must be an object"));
    BOOST_TEST(mistake("{}").starts_with("/operation: must hold exactly one operation"));
    BOOST_TEST(mistake(R"({"addplan": {"planId": "p"}})")
               == "/operation/addplan: unknown key \"addplan\"; did you mean \"addPlan\"?");
    BOOST_TEST(mistake(R"({"addPlan": {"planId": "a"}, "delete": {}})").find("exactly one")
               != std::string::npos);
}

BOOST_AUTO_TEST_CASE(mistakes_of_every_operation_that_is_there_are_listed) {
    auto const r = test::read_json(R"({"addPlan": {"planId": ""}, "removePlan": {}})");
    BOOST_TEST(r.found.size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_kind_from_outside_can_be_named_by_specs) {
    auto const read_tag = [](core::node const& n,
                             core::vocabulary const&) -> std::unique_ptr<muster::operation::operation> {
        n.allow_keys({});
        return std::make_unique<constant>(core::remove_plan{"pln_tag"}, std::vector<std::string>{}, "tag");
    };
    auto const schema_of_tag = [](core::vocabulary const&) {
        return boost::json::object{{"type", "object"}, {"additionalProperties", false}};
    };
    add_kind({"tag", "Tags the member.", schema_of_tag, read_tag});
    BOOST_TEST(test::decide(R"({"tag": {}})", "{}") == R"({"removePlan":{"planId":"pln_tag"}})");
    // What a platform says that it has is about the built-in ones.
    auto few = test::of_a_platform();
    few.operations = {"delete"};
    auto const tag = boost::json::parse(R"({"tag": {}})");
    core::problems found;
    BOOST_TEST((read(core::node(tag, "/operation", found), few) != nullptr));
    BOOST_TEST(found.empty());
    BOOST_CHECK_THROW(add_kind({"tag", "", {}, read_tag}), std::invalid_argument);
    BOOST_CHECK_THROW(add_kind({"addPlan", "", {}, read_tag}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
