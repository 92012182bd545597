#pragma once
#include "world.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::simulated {

inline constexpr auto add_plan = R"("addPlan": {"planId": "pln_gold"})";

/// How many members have this outcome in the journal.
inline std::uint64_t count(model_world& w, core::outcome o) {
    std::uint64_t n = 0;
    for (auto const& [id, all] : w.outcomes())
        for (auto const& s : all) n += s.outcome == o ? 1U : 0U;
    return n;
}

inline void check_all_is_well(model_world& w, std::set<std::string> const& expected) {
    BOOST_TEST(w.problems(expected) == std::vector<std::string>(), boost::test_tools::per_element());
}

/// Every request takes so long, half of it each way.
inline void set_latency(model_world& w, core::duration whole) {
    w.direct = [whole](http::request const&) {
        treatment t;
        t.there = t.back = whole / 2;
        return t;
    };
}

inline bool is_change(http::request const& r) {
    return r.verb != http::method::get;
}

} // namespace muster::simulated
