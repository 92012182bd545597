#include "provider/reversal.hpp"

#include "core/read_json.hpp"
#include "provider/registry.hpp"
#include "support.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace provider_reversal {

using namespace muster;
namespace json = boost::json;

json::object object(std::string const& text) {
    return core::read_json(text).as_object();
}

/// What takes an update back, in a word or as JSON. `set` as the update says it.
std::string back(std::string const& set, std::string const& before, std::string const& now,
                 bool merge = false, bool force = false) {
    auto const platform = provider::make("memberstack");
    auto const document = object(now);
    core::member const m{"mem_1", "", &document};
    auto const r =
        provider::take_back(*platform, core::update_fields{object(set), merge}, object(before), m, force);
    if (std::holds_alternative<provider::as_before>(r)) return "as before";
    if (auto const* const c = std::get_if<provider::conflicts>(&r)) return describe(*c);
    return json::serialize(std::get<core::update_fields>(std::get<core::change>(r)).set);
}

} // namespace provider_reversal

BOOST_AUTO_TEST_SUITE(provider_reversal)

BOOST_AUTO_TEST_CASE(each_field_three_ways) {
    // before, written and now are each one of these: every mix of them.
    std::vector<std::string> const values{"\"a\"", "\"b\"", "\"c\"", "null", "1"};
    for (auto const& before : values)
        for (auto const& written : values)
            for (auto const& now : values) {
                auto const field = [](std::string const& v) { return R"({"customFields":{"x":)" + v + "}}"; };
                auto const said = back(field(written), field(before), field(now));
                auto const expected = now == before    ? "as before"
                                      : now == written ? field(before)
                                                       : std::string();
                if (!expected.empty())
                    BOOST_TEST(said == expected, before << ' ' << written << ' ' << now << ": " << said);
                else
                    BOOST_TEST(said.starts_with("customFields.x was "), said);
                if (now != before)
                    BOOST_TEST(back(field(written), field(before), field(now), false, true) == field(before));
            }
}

BOOST_AUTO_TEST_CASE(fields_that_are_as_before_are_left_and_others_restored) {
    BOOST_TEST(back(R"({"customFields":{"x":"w","y":"w"},"email":"w@x.de"})",
                    R"({"customFields":{"x":"b","y":"b"},"email":"b@x.de"})",
                    R"({"customFields":{"x":"b","y":"w","z":"other"},"auth":{"email":"W@x.de"}})")
               == R"({"customFields":{"y":"b"},"email":"b@x.de"})");
}

BOOST_AUTO_TEST_CASE(one_conflict_holds_the_whole_member) {
    BOOST_TEST(back(R"({"customFields":{"x":"w","y":"w"}})", R"({"customFields":{"x":"b","y":"b"}})",
                    R"({"customFields":{"x":"o","y":"w"}})")
               == R"(customFields.x was "b", was set to "w", and is "o")");
    BOOST_TEST(
        back(R"({"customFields":{"x":"w"}})", R"({"customFields":{}})", R"({"customFields":{"x":"o"}})")
        == R"(customFields.x was nothing, was set to "w", and is "o")");
}

BOOST_AUTO_TEST_CASE(a_field_that_was_absent_becomes_null) {
    BOOST_TEST(back(R"({"customFields":{"x":"w"}})", R"({"customFields":{"x":null}})",
                    R"({"customFields":{"x":"w"}})")
               == R"({"customFields":{"x":null}})");
    BOOST_TEST(
        back(R"({"customFields":{"x":"w"}})", R"({"customFields":{"x":null}})", R"({"customFields":{}})")
        == "as before");
}

BOOST_AUTO_TEST_CASE(what_was_merged_is_taken_out_and_the_rest_stays) {
    auto const set = R"({"json":{"score":7,"deep":{"a":1}}})";
    auto const before = R"({"json":{"score":1,"deep":{"b":2},"other":true}})";
    BOOST_TEST(back(set, before, R"({"json":{"score":7,"deep":{"a":1,"b":2},"other":false}})", true)
               == R"({"json":{"score":1,"deep":{"a":null}}})");
    BOOST_TEST(back(set, before, R"({"json":{"score":1,"deep":{"b":2},"new":1}})", true) == "as before");
    BOOST_TEST(back(set, before, R"({"json":{"score":8,"deep":{"a":1}}})", true).starts_with("json was "));
    BOOST_TEST(back(set, R"({"json":null})", R"({"json":{"score":7,"deep":{"a":1}}})", true)
               == R"({"json":null})");
}

BOOST_AUTO_TEST_CASE(what_was_replaced_is_put_back_whole) {
    BOOST_TEST(back(R"({"json":{"a":1}})", R"({"json":{"b":2}})", R"({"json":{"a":1}})")
               == R"({"json":{"b":2}})");
    BOOST_TEST(back(R"({"json":{"a":1}})", R"({"json":{"b":2}})", R"({"json":{"a":1,"c":3}})")
                   .starts_with("json was "));
}

BOOST_AUTO_TEST_CASE(plans) {
    auto const platform = provider::make("memberstack");
    auto const with = object(R"({"planConnections":[{"planId":"pln_a","active":true,"status":"ACTIVE"}]})");
    auto const without = object(R"({"planConnections":[]})");
    auto const taken = [&](core::change const& done, json::object const& now) {
        return provider::take_back(*platform, done, {}, {"m", "", &now}, false);
    };
    auto const is_as_before = [](provider::reversal const& r) {
        return std::holds_alternative<provider::as_before>(r);
    };
    BOOST_TEST((std::get<core::change>(taken(core::add_plan{"pln_a"}, with)).index()
                == core::change(core::remove_plan()).index()));
    BOOST_TEST(is_as_before(taken(core::add_plan{"pln_a"}, without)));
    BOOST_TEST((std::get<core::change>(taken(core::remove_plan{"pln_a"}, without)).index()
                == core::change(core::add_plan()).index()));
    BOOST_TEST(is_as_before(taken(core::remove_plan{"pln_a"}, with)));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_undone) {
    auto const objection = [](core::change const& c, std::string const& before = "{}") {
        return provider::objection_to_undo(c, object(before)).value_or("");
    };
    BOOST_TEST(objection(core::delete_member()) == "who is deleted cannot be brought back");
    BOOST_TEST(objection(core::raw_request()) == "nobody knows what a raw request did");
    BOOST_TEST(objection(core::upsert_member()) == "an upsert does not look at what it overwrites");
    core::update_fields const update{object(R"({"customFields":{"x":"w"},"note":"w"})")};
    BOOST_TEST(objection(update, R"({"note":"b"})") == "the platform does not show what it overwrites");
    BOOST_TEST(objection(update, R"({"customFields":{},"note":null})") == "");
    BOOST_TEST(objection(core::create_member()) == "");
    BOOST_TEST(objection(core::add_plan()) == "");
    BOOST_TEST(objection(core::remove_plan()) == "");
}

BOOST_AUTO_TEST_CASE(whoever_was_made_is_deleted_without_further_options) {
    auto const platform = provider::make("memberstack");
    auto const document = object(R"({"id":"mem_1"})");
    auto const r = provider::take_back(*platform, core::create_member{}, {}, {"mem_1", "", &document}, false);
    BOOST_TEST(json::serialize(core::to_json(std::get<core::change>(r)))
               == R"({"delete":{"deleteStripeCustomer":false,"cancelStripeSubscriptions":false}})");
}

BOOST_AUTO_TEST_SUITE_END()
