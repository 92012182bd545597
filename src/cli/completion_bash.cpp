#include "cli/completion_scripts.hpp"

namespace muster::cli {

namespace {

/// What the script is to offer for a value: words, or what a word with an @ stands for there.
std::string offer(value_words const& v) {
    switch (v.kind) {
    case value_kind::file: return "@file";
    case value_kind::directory: return "@directory";
    case value_kind::job: return "@job";
    case value_kind::parameter: return "@parameter";
    case value_kind::choice: break;
    case value_kind::text:
    case value_kind::none: return "@any";
    }
    std::string words;
    for (auto const& choice : v.choices) words += (words.empty() ? "" : " ") + choice;
    return words;
}

/// `PATTERN) echo "WORDS" ;;`
std::string answer(std::string const& pattern, std::string const& words) {
    return "    \"" + pattern + "\") echo \"" + words + "\" ;;\n";
}

} // namespace

std::string bash_completion(command_words const& tree) {
    std::string commands, options, values, arguments;
    for (auto const* const command : all_commands(tree)) {
        std::string below, names;
        for (auto const& c : command->below) below += c.name + " ";
        for (auto const& o : command->options) {
            names += o.name + " ";
            if (o.takes_value()) values += answer(command->path + " " + o.name, offer(o));
        }
        commands += answer(command->path, below);
        options += answer(command->path, names);
        for (std::size_t i = 0; i < command->arguments.size(); ++i) {
            auto const& a = command->arguments[i];
            auto const place = command->path + " " + std::to_string(i);
            arguments += a.many ? "    \"" + command->path + " \"*) echo \"" + offer(a) + "\" ;;\n"
                                : answer(place, offer(a));
        }
    }
    return "# bash completion for muster; use: source <(muster completion bash)\n"
           "_muster_commands() {\n  case $1 in\n"
           + commands + "  esac\n}\n_muster_options() {\n  case $1 in\n" + options
           + "  esac\n}\n"
             "# What the value of an option can be: command, option.\n"
             "_muster_value() {\n  case \"$1 $2\" in\n"
           + values
           + "  esac\n}\n"
             "# What an argument can be: command, how many are before it.\n"
             "_muster_argument() {\n  case \"$1 $2\" in\n"
           + arguments + R"sh(  esac
}
_muster() {
  local cur=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local path="" first="" before=0 skip="" offer word i
  # --name=value comes in three words
  [[ $cur == "=" ]] && cur=""
  [[ $previous == "=" ]] && previous=${COMP_WORDS[COMP_CWORD - 2]}
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $word == "=" ]]; then skip=1; continue; fi
    if [[ -n $skip ]]; then skip=""; continue; fi
    if [[ $word == -* ]]; then
      [[ -n $(_muster_value "$path" "$word") ]] && skip=1
    elif [[ " $(_muster_commands "$path")" == *" $word "* ]]; then
      path="${path:+$path }$word"
    else
      [[ $before == 0 ]] && first=$word
      before=$((before + 1))
    fi
  done
  COMPREPLY=()
  if [[ $previous == -* ]] && offer=$(_muster_value "$path" "$previous") && [[ -n $offer ]]; then :
  elif [[ $cur == -* ]]; then offer=$(_muster_options "$path")
  else
    offer=$(_muster_commands "$path")
    [[ -n $offer ]] || offer=$(_muster_argument "$path" "$before")
  fi
  case $offer in
    @any | "") ;;
    @file) COMPREPLY=($(compgen -f -- "$cur")) ;;
    @directory) COMPREPLY=($(compgen -d -- "$cur")) ;;
    @job) COMPREPLY=($(compgen -W "$(muster __names jobs 2>/dev/null)" -- "$cur")) ;;
    @parameter)
      COMPREPLY=($(compgen -W "$(muster __names parameters "$first" 2>/dev/null)" -S = -- "$cur"))
      compopt -o nospace 2>/dev/null ;;
    *) COMPREPLY=($(compgen -W "$offer" -- "$cur")) ;;
  esac
}
complete -o filenames -F _muster muster
)sh";
}

} // namespace muster::cli
