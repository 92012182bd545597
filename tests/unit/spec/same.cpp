#include "spec/same.hpp"

#include "spec/read.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::spec {

BOOST_AUTO_TEST_SUITE(same_spec)

namespace {

using namespace std::chrono_literals;

constexpr core::wall_time new_year{std::chrono::seconds(1'767'225'600)};

/// The document of a spec that is read at this moment.
boost::json::object read_at(core::wall_time now, std::string const& where, settings const& set = {}) {
    auto found = muster::spec::read(R"({"name": "n", "provider": {"kind": "memberstack", "key": {"env": "K"}},
                               "parameters": {"since": {"type": "date", "default": "-3d"}},
                               "description": "${since}",
                               "operation": {"addPlan": {"planId": "p"}}, "where": )"
                                        + where + "}",
                                    set, now);
    BOOST_REQUIRE_MESSAGE(found.value.has_value(), format("spec", found.mistakes));
    return found.value->document;
}

constexpr auto relative = R"({"createdAt": {"gte": "-30d"}})";

} // namespace

BOOST_AUTO_TEST_CASE(one_that_is_read_again_later_is_the_same) {
    auto const first = read_at(new_year, relative);
    BOOST_TEST(is_same_spec(first, first));
    BOOST_TEST(is_same_spec(first, read_at(new_year + 26h + 7ms, relative)));
    BOOST_TEST(is_same_spec(read_at(new_year + 1h, relative), first));
    BOOST_TEST(first.at("asOf").as_string() == "2026-01-01T00:00:00.000Z");
}

BOOST_AUTO_TEST_CASE(another_span_date_field_or_parameter_is_another) {
    auto const first = read_at(new_year, relative);
    for (auto const* const where : {R"({"createdAt": {"gte": "-31d"}})", R"({"createdAt": {"gt": "-30d"}})",
                                    "{}", R"({"lastLogin": {"gte": "-30d"}})"})
        BOOST_TEST(!is_same_spec(first, read_at(new_year + 1h, where)));
    BOOST_TEST(!is_same_spec(first, read_at(new_year + 1h, relative, {{"since", "-4d"}})));
    BOOST_TEST(!is_same_spec(first, read_at(new_year + 1h, relative, {{"since", "2025-12-29"}})));
}

BOOST_AUTO_TEST_CASE(dates_that_do_not_move_are_compared_as_they_are) {
    auto const fixed = R"({"createdAt": {"gte": "2025-01-31"}})";
    BOOST_TEST(is_same_spec(read_at(new_year, fixed), read_at(new_year + 1h, fixed)));
    BOOST_TEST(!is_same_spec(read_at(new_year, fixed),
                             read_at(new_year + 24h, R"({"createdAt": {"gte": "2025-02-02"}})")));
}

BOOST_AUTO_TEST_CASE(jobs_from_before_moments_were_kept_are_compared_plainly) {
    auto const a = boost::json::parse(R"({"a": [1, {"b": "2026-01-01"}]})").as_object();
    auto b = a;
    BOOST_TEST(is_same_spec(a, b));
    b["asOf"] = "2026-01-01";
    BOOST_TEST(is_same_spec(a, b));
    b["a"] = 1;
    BOOST_TEST(!is_same_spec(a, b));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::spec
