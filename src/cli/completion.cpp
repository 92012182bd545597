#include "cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace muster::cli {

namespace {

std::string long_options(CLI::App const& command) {
    std::string words;
    for (auto const* const option : command.get_options())
        for (auto const& name : option->get_lnames()) words += "--" + name + " ";
    return words;
}

/// A bash function made from the commands and options as they are, so that it cannot fall behind them.
void print_bash(CLI::App const& app) {
    std::string commands;
    std::string cases;
    for (auto const* const command : app.get_subcommands([](CLI::App const*) { return true; })) {
        commands += command->get_name() + " ";
        std::string inner;
        for (auto const* const sub : command->get_subcommands([](CLI::App const*) { return true; }))
            inner += sub->get_name() + " " + long_options(*sub);
        cases += "    " + command->get_name() + ") words=\"" + inner + long_options(*command) + "\" ;;\n";
    }
    std::cout << R"sh(# bash completion for muster; use: source <(muster completion bash)
_muster() {
  local word=${COMP_WORDS[COMP_CWORD]} words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ")sh"
              << commands << R"sh(--help --version" -- "$word"))
    return
  fi
  case ${COMP_WORDS[1]} in
)sh" << cases << R"sh(  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    return
  fi
  case ${COMP_WORDS[1]} in
    resume|status|results|fsck)
      COMPREPLY=($(compgen -W "$(muster status 2>/dev/null | cut -d' ' -f1)" -- "$word")) ;;
    member|completion) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _muster muster
)sh";
}

} // namespace

void add_completion(CLI::App& app, int& status) {
    auto* const command = app.add_subcommand("completion", "Print a completion script for a shell");
    auto* const bash = command->add_subcommand("bash", "For bash: source <(muster completion bash)");
    command->require_subcommand(1);
    char const* const footer = "Examples:\n"
                               "  source <(muster completion bash)\n"
                               "  muster completion bash > /etc/bash_completion.d/muster\n"
                               "Exit status: 0; 2 bad command line.";
    command->footer(footer);
    bash->footer(footer);
    bash->callback([&app, &status] {
        print_bash(app);
        status = 0;
    });
}

} // namespace muster::cli
