#pragma once
#include <string>
#include <string_view>

namespace muster::core {

/// `text` as one word of a command that a person may copy into a POSIX shell: as it is where it holds nothing
/// special, else in single quotes.
std::string shell_word(std::string_view text);

} // namespace muster::core
