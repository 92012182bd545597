#pragma once
#include "core/errors.hpp"
#include "core/outcome.hpp"

#include <optional>
#include <ostream>

/// How failed tests print what they compared.
namespace muster::core {

inline std::ostream& operator<<(std::ostream& out, outcome o) {
    return out << to_string(o);
}

inline std::ostream& operator<<(std::ostream& out, exit_status s) {
    return out << "exit status " << static_cast<int>(s);
}

inline std::ostream& boost_test_print_type(std::ostream& out, std::optional<exit_status> const& s) {
    if (s) return out << *s;
    return out << "no exit status";
}

} // namespace muster::core
