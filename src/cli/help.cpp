#include "cli/help.hpp"

#include "cli/option_checks.hpp"

// Named here, too: by this line the build knows what is compiled without optimization.
#include <CLI/CLI.hpp>

#include <sstream>

namespace muster::cli {

namespace {

constexpr std::size_t terminal_width = 80;

} // namespace

std::string wrap_help(std::string const& text, std::size_t width, std::size_t column) {
    std::string out;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        // A line that has its description in the column goes on there.
        bool const in_column =
            line.size() > column && line.starts_with("  ") && line[column - 1] == ' ' && line[column] != ' ';
        bool const command = line.starts_with("  muster ");
        std::string const end = command ? " \\" : "";
        std::size_t const indent = in_column ? column : command ? 4 : 2;
        while (line.size() > width) {
            auto const space = line.rfind(' ', width - end.size());
            if (space == std::string::npos || space <= indent) break;
            out += line.substr(0, space) + end + "\n";
            line = std::string(indent, ' ') + line.substr(space + 1);
        }
        out += line + "\n";
    }
    return out;
}

std::string help_formatter::make_help(CLI::App const* app, std::string name, CLI::AppFormatMode mode) const {
    return wrap_help(CLI::Formatter::make_help(app, std::move(name), mode), terminal_width,
                     get_column_width());
}

std::string help_formatter::make_footer(CLI::App const* app) const {
    return wrap_help(CLI::Formatter::make_footer(app), terminal_width, terminal_width); // without a column
}

std::string help_formatter::make_option_opts(CLI::Option const* option) const {
    auto const value = value_name(*option);
    if (value.empty()) return {};
    bool const many = option->get_expected_max() == CLI::detail::expected_max_vector_size;
    // An argument of its own is called by its name already.
    auto const name = option->get_positional() ? "" : " " + value;
    return name + (many ? " ..." : "");
}

std::string help_formatter::make_option_desc(CLI::Option const* option) const {
    auto const preset = option->get_default_str();
    return option->get_description() + (preset.empty() ? "" : " (default: " + preset + ")");
}

} // namespace muster::cli
