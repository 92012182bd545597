#include "core/shell_word.hpp"

#include <algorithm>

namespace muster::core {

std::string shell_word(std::string_view text) {
    constexpr std::string_view plain_marks = "_-./:=@%+,";
    bool const plain = !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
               || plain_marks.find(c) != std::string_view::npos;
    });
    if (plain) return std::string(text);
    std::string quoted = "'";
    for (char const c : text) quoted += c == '\'' ? std::string(R"('\'')") : std::string(1, c);
    return quoted + "'";
}

} // namespace muster::core
