#include "cli/completion_scripts.hpp"

namespace muster::cli {

namespace {

std::string fish_quoted(std::string const& text) {
    std::string out = "'";
    for (char const c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out + "'";
}

/// What complete(1) is to offer for a value.
std::string fish_offer(value_words const& v) {
    switch (v.kind) {
    case value_kind::none: return "";
    case value_kind::text: return " -x";
    case value_kind::file: return " -r -F";
    case value_kind::directory: return " -x -a '(__fish_complete_directories)'";
    case value_kind::job: return " -x -a '(muster __names jobs 2>/dev/null)'";
    case value_kind::parameter: return " -x -a '(__muster_parameters)'";
    case value_kind::choice: break;
    }
    std::string words;
    for (auto const& choice : v.choices) words += (words.empty() ? "" : " ") + choice;
    return " -x -a " + fish_quoted(words);
}

} // namespace

std::string fish_completion(command_words const& tree) {
    std::string known;
    std::string rules;
    for (auto const* const command : all_commands(tree)) {
        auto const at = "complete -c muster -n " + fish_quoted("__muster_at " + fish_quoted(command->path));
        if (command != &tree) known += " " + fish_quoted(command->path);
        for (auto const& c : command->below)
            rules += at + " -a " + c.name + " -d " + fish_quoted(c.help) + "\n";
        for (auto const& o : command->options)
            rules += at + " -l " + o.name.substr(2) + fish_offer(o) + " -d " + fish_quoted(o.help) + "\n";
        // Fish does not count arguments: each of them is offered wherever one may stand.
        for (auto const& a : command->arguments)
            rules += at + (a.kind == value_kind::file ? " -F" : fish_offer(a)) + "\n";
    }
    return "# fish completion for muster; use: muster completion fish | source\n"
           "set -g __muster_commands"
           + known + R"sh(
function __muster_at
    set -l path
    for word in (commandline -opc)[2..]
        contains -- (string join -- ' ' $path $word) $__muster_commands; and set -a path $word
    end
    set -l here (string join -- ' ' $path)
    test "$here" = "$argv[1]"
end
function __muster_parameters
    for word in (commandline -opc)[2..]
        test -f $word; and muster __names parameters $word 2>/dev/null | string replace -r '$' '='; and break
    end
end
complete -c muster -f
)sh" + rules;
}

} // namespace muster::cli
