#include "cli/help.hpp"

#include <sstream>

namespace muster::cli {

std::string wrap_help(std::string const& text, std::size_t width, std::size_t column) {
    std::string out;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        // A line that has its description in the column goes on there.
        bool const in_column =
            line.size() > column && line.starts_with("  ") && line[column - 1] == ' ' && line[column] != ' ';
        std::size_t const indent = in_column ? column : 2;
        while (line.size() > width) {
            auto const space = line.rfind(' ', width);
            if (space == std::string::npos || space <= indent) break;
            out += line.substr(0, space) + "\n";
            line = std::string(indent, ' ') + line.substr(space + 1);
        }
        out += line + "\n";
    }
    return out;
}

} // namespace muster::cli
