#pragma once
#include "spec/read.hpp"

#include <string>
#include <string_view>

namespace muster::spec::test {

/// A spec without mistakes, but for what `more` puts into it: further keys, each preceded by a comma.
inline std::string text_with(std::string const& more, std::string const& in_provider = "") {
    return R"({"name": "n", "provider": {"kind": "memberstack", "key": {"env": "K"})" + in_provider
           + R"(}, "operation": {"addPlan": {"planId": "pln_a"}})" + more + '}';
}

/// The mistakes as `pointer: message`, one a line, sorted by place.
inline std::string mistakes_of(std::string_view text, settings const& set = {}) {
    std::string all;
    for (auto const& d : read(text, set).mistakes) all += d.pointer + ": " + d.message + '\n';
    return all;
}

/// The same for the warnings.
inline std::string warnings_of(std::string_view text, settings const& set = {},
                               std::optional<core::wall_time> now = std::nullopt) {
    std::string all;
    for (auto const& d : read(text, set, now).warnings) all += d.pointer + ": " + d.message + '\n';
    return all;
}

inline std::string mistakes_with(std::string const& more, std::string const& in_provider = "") {
    return mistakes_of(text_with(more, in_provider));
}

} // namespace muster::spec::test
