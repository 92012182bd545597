#include "cli/run_options.hpp"

#include "cli/option_checks.hpp"
#include "cli/place_option.hpp"

#include <CLI/CLI.hpp>

namespace muster::cli {

void add_run_options(CLI::App& command, run_options& options) {
    add_place_option(command, options.place);
    command
        .add_option("--limit", options.limit,
                    "Change at most N members in this run, whatever the spec's limit")
        ->check(whole_number(1, 1'000'000'000));
    command
        .add_option("--at-most", options.at_most,
                    "Stop before anyone else is changed if more than N members match")
        ->check(whole_number(0, 1'000'000'000));
    command.add_flag("--live", options.live, "Allow a key that works on real members");
    command.add_flag("--yes", options.yes, "Answer questions with yes: real members are to be changed");
    command.add_flag("--past-canary", options.past_canary,
                     "Go on, whatever became of the spec's canary, or of this step of its rollout");
    auto* const wait = command.add_flag("--wait", options.wait,
                                        "When the window is closed, or a quota used up, wait and go on");
    command
        .add_flag("--ignore-window", options.ignore_window,
                  "Send also outside the spec's windows; noted in the journal")
        ->excludes(wait);
    command.add_flag("--quiet", options.log.quiet, "No progress, warnings only");
    command.add_option("--output", options.output, "The summary's form: table, or json or jsonl: one object")
        ->check(one_of({"table", "json", "jsonl"}))
        ->capture_default_str();
    command.add_option("--log-file", options.log.file, "Log to this file too, with every outcome");
    command
        .add_option_function<std::string>(
            "--log-format", [&options](std::string const& form) { options.log.json = form == "json"; },
            "The log's form: text or json")
        ->check(one_of({"text", "json"}));
}

} // namespace muster::cli
