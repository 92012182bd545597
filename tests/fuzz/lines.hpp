#pragma once
#include "journal/sealed.hpp"

#include <string>
#include <string_view>

namespace muster::fuzz {

/// Gives every line of a text a checksum that matches, instead of the one that it has, as the fuzzer cannot
/// guess any: `{"a":1,"crc":"x"}` and `{"a":1}` become the same sealed line. Other lines stay as they are.
inline std::string sealed_lines(std::string_view text) {
    std::string sealed;
    while (!text.empty()) {
        auto line = text.substr(0, text.find('\n'));
        bool const whole = line.size() < text.size();
        text.remove_prefix(line.size() + (whole ? 1 : 0));
        auto const start = sealed.size();
        auto const open = line.substr(0, line.rfind(",\"crc\":\""));
        sealed += open.size() == line.size() && line.ends_with('}') ? line.substr(0, line.size() - 1) : open;
        if (whole && line.ends_with('}')) {
            journal::seal(sealed, start);
        } else {
            sealed.replace(start, sealed.npos, line);
            if (whole) sealed += '\n';
        }
    }
    return sealed;
}

} // namespace muster::fuzz
