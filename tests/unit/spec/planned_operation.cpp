#include "spec/planned_operation.hpp"

#include "core/overload.hpp"
#include "core/read_json.hpp"
#include "support.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace planned_operation_tests {

using namespace muster;
namespace json = boost::json;

/// A spec that applies a plan of an update of customers in Germany, with rows beside them.
spec::spec planned_spec(bool replan, std::string const& operation, std::string const& more = "") {
    auto read = spec::read(R"({"name": "n", "provider": {"kind": "memberstack", "key": {"env": "K"}},
            "where": {"customFields.country": "Germany"},
            "source": {"jsonl": {"file": "/plan", "key": "id"}},
            "operation": {"apply": {"plan": "abc", "operation": )"
                               + operation + (replan ? R"(, "replan": true)" : "") + more + "}}}",
                           {});
    BOOST_TEST_REQUIRE(read.value.has_value(), spec::format("spec", read.mistakes));
    return std::move(*read.value);
}

constexpr auto set_note = R"({"update": {"customFields": {"note": "{{customFields.name}}"}}})";
constexpr auto planned_note =
    R"({"change": {"update": {"set": {"customFields": {"note": "Ann"}}}}, "before": {"customFields": {"note": "old"}}})";

/// What is decided of a member with that row: the change, `nothing`, or `CODE: why`.
std::string decided(spec::spec const& s, std::string const& fields, std::string const& row) {
    auto const document =
        core::read_json(R"({"id": "mem_1", "customFields": )" + fields + R"(, "row": )" + row + "}");
    core::member const m{"mem_1", "", &document.get_object()};
    BOOST_TEST(s.where.matches(m)); // it is the operation that holds the plan's where against members
    return std::visit(
        core::overload{[](core::change const& c) { return json::serialize(core::to_json(c)); },
                       [](operation::nothing_to_do const&) { return std::string("nothing"); },
                       [](operation::impossible const& i) { return i.code + ": " + i.message; }},
        s.operation->decide(m));
}

bool holds(std::string const& text, std::string const& part) {
    return text.find(part) != text.npos;
}

} // namespace planned_operation_tests

BOOST_AUTO_TEST_SUITE(planned_operation_tests)

BOOST_AUTO_TEST_CASE(a_member_that_is_as_planned_gets_what_was_planned) {
    auto const s = planned_spec(false, set_note);
    BOOST_TEST(decided(s, R"({"country": "Germany", "name": "Ann", "note": "old"})", planned_note)
               == R"({"update":{"set":{"customFields":{"note":"Ann"}}}})");
    // Another field than those that are read or overwritten is nobody's business.
    BOOST_TEST(decided(s, R"({"country": "Germany", "name": "Ann", "note": "old", "x": 1})", planned_note)
               == R"({"update":{"set":{"customFields":{"note":"Ann"}}}})");
}

BOOST_AUTO_TEST_CASE(what_is_in_effect_is_nothing_to_do_whatever_else_changed) {
    auto const s = planned_spec(false, set_note);
    BOOST_TEST(decided(s, R"({"country": "France", "name": "Bob", "note": "Ann"})", planned_note)
               == "nothing");
}

BOOST_AUTO_TEST_CASE(a_member_that_is_not_as_planned_is_stale) {
    auto const s = planned_spec(false, set_note);
    auto const elsewhere = decided(s, R"({"country": "France", "name": "Ann", "note": "old"})", planned_note);
    BOOST_TEST(elsewhere.starts_with("stale: "));
    BOOST_TEST(holds(elsewhere, "the where does not match it any more"));
    auto const overwritten =
        decided(s, R"({"country": "Germany", "name": "Ann", "note": "new"})", planned_note);
    BOOST_TEST(holds(overwritten, R"(customFields.note was "old", and is "new")"), overwritten);
    auto const gone = decided(s, R"({"country": "Germany", "name": "Ann"})", planned_note);
    BOOST_TEST(holds(gone, R"(customFields.note was "old", and is nothing)"), gone);
    auto const made_of = decided(s, R"({"country": "Germany", "name": "Bob", "note": "old"})", planned_note);
    BOOST_TEST(holds(made_of, "what it would be changed to now is something else"), made_of);
    auto const impossible = decided(s, R"({"country": "Germany", "note": "old"})", planned_note);
    BOOST_TEST(impossible.starts_with("stale: "), impossible);
}

BOOST_AUTO_TEST_CASE(replanned_it_gets_what_the_spec_makes_of_it_now) {
    auto const s = planned_spec(true, set_note);
    BOOST_TEST(decided(s, R"({"country": "Germany", "name": "Bob", "note": "new"})", planned_note)
               == R"({"update":{"set":{"customFields":{"note":"Bob"}}}})");
    BOOST_TEST(decided(s, R"({"country": "France", "name": "Bob", "note": "new"})", planned_note)
                   .starts_with("stale: "));
    BOOST_TEST(
        decided(s, R"({"country": "Germany", "note": "new"})", planned_note).starts_with("missing-field: "));
}

BOOST_AUTO_TEST_CASE(a_row_of_the_plan_stands_beside_the_member_again) {
    auto const s =
        planned_spec(false, R"({"update": {"customFields": {"points": "{{row.points|number}}"}}})");
    std::string const change =
        R"("change": {"update": {"set": {"customFields": {"points": 7}}}}, "before": {"customFields": {}})";
    BOOST_TEST(decided(s, R"({"country": "Germany"})", "{" + change + R"(, "row": {"points": "7"}})")
               == R"({"update":{"set":{"customFields":{"points":7}}}})");
    BOOST_TEST(decided(s, R"({"country": "Germany"})", "{" + change + "}").starts_with("stale: "));
}

BOOST_AUTO_TEST_CASE(a_deletion_looks_at_all_that_both_show) {
    auto const s = planned_spec(false, R"({"delete": {}})");
    BOOST_TEST(s.deletes);
    std::string const row =
        R"({"change": {"delete": {"deleteStripeCustomer": false, "cancelStripeSubscriptions": false}}, "before": {"id": "mem_1", "only": "listed", "customFields": {"country": "Germany"}}})";
    BOOST_TEST(decided(s, R"({"country": "Germany"})", row).starts_with(R"({"delete":)"));
    BOOST_TEST(
        holds(decided(s, R"({"country": "Germany", "x": 1})", row), "customFields.x was nothing, and is 1"));
    auto const document = core::read_json(R"({"row": )" + row + "}");
    auto const gone = s.operation->decide_for_nobody({"mem_1", "", &document.get_object()});
    BOOST_TEST((gone && std::holds_alternative<operation::nothing_to_do>(*gone)));
    auto const other = core::read_json(R"({"row": )" + std::string(planned_note) + "}");
    auto const missed = s.operation->decide_for_nobody({"mem_1", "", &other.get_object()});
    BOOST_TEST((missed && std::get<operation::impossible>(*missed).code == spec::stale_code));
}

BOOST_AUTO_TEST_CASE(a_row_that_plans_nothing_fails) {
    auto const s = planned_spec(false, set_note);
    BOOST_TEST(decided(s, R"({"country": "Germany"})", R"({"id": "mem_1"})").starts_with("no-deed: "));
    BOOST_TEST(
        decided(s, R"({"country": "Germany"})", R"({"change": {"fly": {}}})").starts_with("no-deed: "));
}

BOOST_AUTO_TEST_CASE(how_many_may_be_stale) {
    BOOST_TEST(planned_spec(false, set_note, R"(, "mostStale": 7)").stop_after.stale.value() == 7U);
    BOOST_TEST(!planned_spec(false, set_note).stop_after.stale);
}

BOOST_AUTO_TEST_SUITE_END()
