#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace muster::house {

/// The files of src/: path relative to src (`core/node.hpp`) → text. C++ files only.
std::map<std::string, std::string> const& source_files();

/// The text without comments and with the contents of string and character literals taken out; the lines stay
/// where they are.
std::string code_only(std::string_view text);

/// What the `#include` lines of a file name, as written: `"core/node.hpp"`, `<string>`.
std::vector<std::string> included(std::string_view text);

} // namespace muster::house
