#pragma once
#include "launch/history.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace muster::cli {

/// What was done to one member, for people: a line for each deed, and below it what it changed, old -> new;
/// with `wrapped`, broken at spaces for a usual terminal. Printable and redacted. `state_option` =
/// launch::store::state_option().
std::string as_table(launch::member_history const& h, bool wrapped, std::string const& state_option);
/// A header and a line for each.
std::string as_csv(launch::member_history const& h);
/// A deed for programs, not redacted.
boost::json::object as_json(launch::past_deed const& p);

} // namespace muster::cli
