#pragma once
#include <string_view>

namespace muster::core {

/// Whether a spreadsheet would take a text for a formula, or, of an apostrophe, for the mark that it is none.
inline bool looks_like_formula(std::string_view text) {
    return !text.empty() && std::string_view("=+-@\t'").find(text.front()) != text.npos;
}

} // namespace muster::core
