#pragma once
#include <CLI/CLI.hpp>

#include <string>

namespace muster::cli {

/// `text` with every line broken at spaces so that none is wider than `width`; what follows is indented as
/// the descriptions of options are, or by two where there is no such column.
std::string wrap_help(std::string const& text, std::size_t width, std::size_t column);

/// CLI11's help, for a terminal of 80 columns.
class help_formatter final : public CLI::Formatter {
public:
    help_formatter() { column_width(30); }
    std::string make_help(CLI::App const* app, std::string name, CLI::AppFormatMode mode) const override {
        constexpr std::size_t terminal = 80;
        return wrap_help(CLI::Formatter::make_help(app, std::move(name), mode), terminal, get_column_width());
    }
};

} // namespace muster::cli
