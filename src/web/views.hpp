#pragma once
#include "http/served.hpp"
#include "web/command.hpp"
#include "web/router.hpp"

#include <string>
#include <variant>
#include <vector>

namespace muster::web {

/// What the processes that answer for us have to know.
struct view_settings {
    std::string place;               ///< of jobs (launch/job_place.hpp)
    std::vector<std::string> places; ///< specs, and directories of specs
};

/// The command that answers a route which is not answered here, or why there is none. Pure.
std::variant<command, refusal> command_for(view_settings const& s, route const& r);

/// What its end amounts to: its output, or its words as a refusal. One that says something of members that
/// is not well (1), or of files that are damaged (70), still says it.
http::served_reply reply_of(command_result const& done);

/// Why it did not do what it should, as a refusal with the code `exit-N`; of one that ended well, and had
/// nothing to print, `nothing-to-do`.
refusal refusal_of(command_result const& done);

/// Where jobs are, if that was given, as arguments.
void add_place(view_settings const& s, std::vector<std::string>& arguments);

} // namespace muster::web
