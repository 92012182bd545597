#include "cli/completion_scripts.hpp"

namespace muster::cli {

namespace {

/// As part of a specification of _arguments or _describe, within single quotes.
std::string escaped(std::string const& text) {
    std::string out;
    for (char const c : text) {
        if (c == '\'')
            out += "'\\''";
        else if (c == '[' || c == ']' || c == ':' || c == '\\')
            out += std::string("\\") + c;
        else
            out += c == '\n' ? ' ' : c;
    }
    return out;
}

std::string action(value_words const& v) {
    switch (v.kind) {
    case value_kind::file: return "_files";
    case value_kind::directory: return "_files -/";
    case value_kind::job: return "_muster__job_ids";
    case value_kind::parameter: return "_muster__parameter_names";
    case value_kind::choice: break;
    case value_kind::text:
    case value_kind::none: return " ";
    }
    std::string words;
    for (auto const& choice : v.choices) words += (words.empty() ? "" : " ") + escaped(choice);
    return "(" + words + ")";
}

std::string option_line(value_words const& o) {
    auto line = "    '" + std::string(o.many ? "*" : "") + o.name + (o.takes_value() ? "=" : "") + "["
                + escaped(o.help) + "]";
    if (o.takes_value()) line += ":" + escaped(o.value) + ":" + action(o);
    return line + "' \\\n";
}

std::string function_name(command_words const& command) {
    auto name = "_muster_" + command.path;
    for (auto& c : name)
        if (c == ' ' || c == '-') c = '_';
    return name;
}

/// A function for each command, which is called with that command as the first word.
std::string function_of(command_words const& command) {
    auto text = function_name(command) + "() {\n";
    if (!command.below.empty()) {
        text += "  local context state state_descr line\n  typeset -A opt_args\n  local -a commands=(\n";
        for (auto const& c : command.below) text += "    '" + c.name + ":" + escaped(c.help) + "'\n";
        text += "  )\n";
    }
    text += std::string("  _arguments ") + (command.below.empty() ? "" : "-C ") + "\\\n";
    for (auto const& o : command.options) text += option_line(o);
    for (auto const& a : command.arguments)
        text += "    '" + std::string(a.many ? "*" : "") + ":" + escaped(a.name) + ":" + action(a) + "' \\\n";
    if (command.below.empty()) return text + "    && return\n}\n";
    text += "    '1:command:->command' '*::argument:->argument' && return\n"
            "  case $state in\n"
            "    command) _describe command commands ;;\n"
            "    argument)\n      case $line[1] in\n";
    for (auto const& c : command.below) text += "        " + c.name + ") " + function_name(c) + " ;;\n";
    return text + "      esac ;;\n  esac\n}\n";
}

} // namespace

std::string zsh_completion(command_words const& tree) {
    std::string text = R"sh(#compdef muster
# zsh completion for muster; use: source <(muster completion zsh)
_muster__job_ids() {
  local -a jobs=(${(f)"$(muster __names jobs 2>/dev/null)"})
  compadd -a jobs
}
_muster__parameter_names() {
  local word spec
  for word in ${words[2,-1]}; do [[ -f $word ]] && spec=$word && break; done
  local -a names=(${(f)"$(muster __names parameters "$spec" 2>/dev/null)"})
  compadd -S = -a names
}
)sh";
    for (auto const* const command : all_commands(tree)) text += function_of(*command);
    return text + R"sh(if [[ $funcstack[1] == _muster ]]; then
  _muster_ "$@"
else
  compdef _muster_ muster
fi
)sh";
}

} // namespace muster::cli
