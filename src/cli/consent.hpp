#pragma once
#include "cli/run_options.hpp"
#include "cli/terminal.hpp"
#include "journal/state.hpp"
#include "spec/spec.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::cli {

/// The person to be asked before anything real is changed; nullopt if there is no terminal, or `yes` has
/// answered. Throws core::job_error(refused) if there is one, and another job of the shell has it.
std::optional<terminal> whom_to_ask(bool yes);

/// Something to be said before a run begins.
struct notice {
    bool warning = false;
    bool shown = false; ///< on the terminal, with a question: only the log still lacks it
    std::string text;   ///< printable
};

/// The last word before a run: takes a first look at the list's head for a new job (`so_far` has no run),
/// says what looks like a mistake, and asks the person at the terminal before real members are changed; for a
/// deletion, the number of members is to be typed. Gives what the log has to say of it. Throws
/// core::job_error: refused if there is no consent or the first look finds the key refused; stopped if a
/// signal comes.
std::vector<notice> seek_consent(spec::spec const& spec, std::string const& key, journal::state const& so_far,
                                 run_options const& options);

} // namespace muster::cli
