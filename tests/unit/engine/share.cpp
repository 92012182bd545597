#include "engine/share.hpp"

#include "support.hpp"

BOOST_AUTO_TEST_SUITE(share_of_the_list)

using namespace muster;
using namespace muster::simulated;

namespace {

std::string objection(std::optional<double> max_share, std::uint64_t matched, std::uint64_t listed) {
    spec::spec s;
    s.max_share = max_share;
    return engine::objection_to_share(s, matched, listed).value_or("none");
}

constexpr auto small_parts = R"(, "pace": {"pageSize": 20}, "expect": {"matched": {"maxShare": 0.4}})";

} // namespace

BOOST_AUTO_TEST_CASE(no_more_than_that_part_may_match) {
    BOOST_TEST(objection(0.1, 100, 1000) == "none");
    BOOST_TEST(objection(0.1, 101, 1000)
                   .starts_with("101 of 1000 listed members match (10.1 %), and at most 10 % may."));
    BOOST_TEST(objection(0.1, 101, 1000).find("\"maxShare\"") != std::string::npos);
    BOOST_TEST(objection(0, 1, 1'000'000) != "none");
    BOOST_TEST(objection(0, 0, 10) == "none");
    BOOST_TEST(objection(1, 10, 10) == "none");
    BOOST_TEST(objection(std::nullopt, 10, 10) == "none");
    BOOST_TEST(objection(0.1, 0, 0) == "none");
}

BOOST_AUTO_TEST_CASE(it_is_told_which_part_would_be_allowed) {
    auto const allowed = [](std::uint64_t matched, std::uint64_t listed) {
        auto const text = objection(0.01, matched, listed);
        auto const at = text.find("\"maxShare\": ");
        BOOST_TEST_REQUIRE(at != text.npos);
        return text.substr(at + 12);
    };
    BOOST_TEST(allowed(1, 2) == "0.50}}");
    BOOST_TEST(allowed(1, 3) == "0.34}}");
    BOOST_TEST(allowed(999, 1000) == "1.00}}");
}

BOOST_AUTO_TEST_CASE(a_list_of_which_too_many_match_is_left_alone_until_fewer_do) {
    for (auto const* const kind : {"memberstack", "numbered"}) {
        BOOST_TEST_CONTEXT(kind) {
            // Half of them match.
            world w(250, R"("delete": {})", small_parts, 1, kind);
            auto const matching = w.platform.matching();
            for (int attempt = 0; attempt < 2; ++attempt) {
                auto const r = w.run();
                BOOST_TEST(!r.complete);
                BOOST_TEST(r.reason.starts_with("125 of 250 listed members match (50 %), and at most 40 %"),
                           r.reason);
                BOOST_TEST(w.platform.ledger().empty());
            }
            auto expected = matching;
            while (expected.size() > 80) { // of 205
                w.platform.erase(*expected.begin());
                expected.erase(expected.begin());
            }
            auto const r = w.run();
            BOOST_TEST(r.complete, r.reason);
            BOOST_TEST(r.end.matched == 80U);
            check_all_is_well(w, expected);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
