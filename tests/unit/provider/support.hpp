#pragma once
#include "provider/provider.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

namespace muster::provider::tests {

inline http::reply reply(unsigned status, std::string body = {}) {
    http::reply r;
    r.status = status;
    r.body = std::move(body);
    return r;
}

inline std::vector<assignment> unit_of(core::change c, std::string id = "mem_1") {
    return {assignment{std::move(id), std::move(c)}};
}

/// What a judgement says of a unit of one.
inline core::verdict sole(judgement const& j) {
    if (auto const* const whole = std::get_if<core::verdict>(&j)) return *whole;
    auto const& each = std::get<std::vector<core::verdict>>(j);
    BOOST_REQUIRE_EQUAL(each.size(), 1U);
    return each.front();
}

template <class Kind>
bool is(core::verdict const& v) {
    return std::holds_alternative<Kind>(v);
}

} // namespace muster::provider::tests
