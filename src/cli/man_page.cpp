#include "cli/man_page.hpp"

#include <algorithm>
#include <sstream>

namespace muster::cli {

namespace {

/// Text as roff takes it literally; a hyphen is one that can be copied.
std::string roff(std::string const& text) {
    std::string out;
    for (char const c : text) {
        if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) out += "\\&";
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
    }
    return out;
}

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

std::string bold(std::string const& text) {
    return "\\fB" + roff(text) + "\\fR";
}

std::string italic(std::string const& text) {
    return "\\fI" + roff(text) + "\\fR";
}

std::string full_name(command_words const& command) {
    return command.path.empty() ? "muster" : "muster " + command.path;
}

/// What a footer holds, by its headings.
struct footer_parts {
    std::string notes, examples, statuses;
};

footer_parts parts_of(std::string const& footer) {
    footer_parts parts;
    auto* part = &parts.notes;
    std::istringstream lines(footer);
    for (std::string line; std::getline(lines, line);) {
        constexpr std::string_view status = "Exit status:";
        if (line == "Examples:") {
            part = &parts.examples;
            continue;
        }
        if (line.starts_with(status)) {
            part = &parts.statuses;
            line.erase(0, std::min(line.size(), status.size() + 1));
            if (line.empty()) continue;
        }
        *part += line + "\n";
    }
    return parts;
}

std::string as_written(std::string const& lines) {
    return ".nf\n" + roff(lines) + ".fi\n";
}

/// A table stays one; a text is filled.
std::string statuses_of(std::string const& text) {
    if (text.starts_with("  ")) return as_written(text);
    std::string out;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        out += roff(line.substr(std::min(line.find_first_not_of(' '), line.size()))) + "\n";
    return out;
}

std::string entry(value_words const& v) {
    auto text = bold(v.name);
    if (v.name.starts_with("--") && v.takes_value()) text += " " + italic(v.value);
    if (v.many) text += " ...";
    return ".TP\n" + text + "\n" + roff(v.help) + "\n";
}

std::string section(std::string const& name, std::string const& text) {
    return text.empty() ? "" : ".SH " + name + "\n" + text;
}

std::string synopsis(command_words const& command) {
    auto text = bold(full_name(command));
    if (!command.options.empty()) text += " [" + italic("options") + "]";
    for (auto const& a : command.arguments) text += " " + italic(a.name) + (a.many ? " ..." : "");
    if (!command.below.empty()) text += " " + italic("command") + " ...";
    return text + "\n";
}

} // namespace

std::string page_name(command_words const& command) {
    auto name = full_name(command);
    std::replace(name.begin(), name.end(), ' ', '-');
    return name;
}

std::string man_page(command_words const& command, command_words const& tree) {
    auto const name = page_name(command);
    auto const footer = parts_of(command.footer);
    std::string arguments, options, commands, related;
    for (auto const& a : command.arguments) arguments += entry(a);
    for (auto const& o : command.options) options += entry(o);
    for (auto const& c : command.below)
        commands +=
            ".TP\n" + bold(c.name) + "\n" + roff(c.help) + "; see\n.BR " + roff(page_name(c)) + " (1).\n";
    if (&command != &tree) related = ".BR muster (1)\n";
    return ".TH " + roff(upper(name)) + " 1 \"\" \"muster " MUSTER_VERSION "\" \"muster\"\n" + ".nh\n.ad l\n"
           + section("NAME", roff(name) + " \\- " + roff(command.help) + "\n")
           + section("SYNOPSIS", synopsis(command)) + section("DESCRIPTION", roff(footer.notes))
           + section("COMMANDS", commands) + section("ARGUMENTS", arguments) + section("OPTIONS", options)
           + section("EXAMPLES", footer.examples.empty() ? "" : as_written(footer.examples))
           + section("\"EXIT STATUS\"", statuses_of(footer.statuses)) + section("\"SEE ALSO\"", related);
}

} // namespace muster::cli
