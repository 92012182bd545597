#pragma once
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace muster::tests {

/// What stands on the command line behind `--`: the word after `name`, or an empty one if it is the last;
/// nullopt if `name` is not there.
inline std::optional<std::string> argument(std::string const& name) {
    auto const& suite = boost::unit_test::framework::master_test_suite();
    for (int i = 1; i < suite.argc; ++i)
        if (suite.argv[i] == name) return i + 1 < suite.argc ? suite.argv[i + 1] : "";
    return std::nullopt;
}

/// The same as a number; throws std::invalid_argument where it is none.
inline std::optional<std::uint64_t> number_argument(std::string const& name) {
    auto const text = argument(name);
    return text ? std::optional<std::uint64_t>(std::stoull(*text)) : std::nullopt;
}

} // namespace muster::tests
