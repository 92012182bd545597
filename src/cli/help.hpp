#pragma once
#include <CLI/CLI.hpp>

#include <string>

namespace muster::cli {

/// `text` with every line broken at spaces so that none is wider than `width`; what follows is indented as
/// the descriptions of options are, which begin in `column`, or by two where there is no such column. A
/// command of ours stays one that can be copied: it goes on behind a backslash.
std::string wrap_help(std::string const& text, std::size_t width, std::size_t column);

/// CLI11's help, for a terminal of 80 columns, with what a value may be in its place: `--port 0..65535`.
class help_formatter final : public CLI::Formatter {
public:
    help_formatter() { column_width(30); }
    std::string make_help(CLI::App const* app, std::string name, CLI::AppFormatMode mode) const override;
    std::string make_footer(CLI::App const* app) const override;
    std::string make_option_opts(CLI::Option const* option) const override;
    std::string make_option_desc(CLI::Option const* option) const override;
};

} // namespace muster::cli
