#pragma once
#include "launch/inquire.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace muster::cli {

/// A line for each finding, below a heading; empty where nothing was asked. With `wrapped`, none is wider
/// than a usual terminal.
std::string guess_rows(launch::inquired const& of, bool wrapped);

/// What was seen, and what to do about it: `provider.firstPage does not fit: ...; put "firstPage": 0 into the
/// block "provider"`.
std::string guess_sentence(provider::finding const& f);

/// Adds `guesses` to an object for programs, a list of `{setting, fit, seen, set}`, and `guessesBrokenOff`
/// where not all was asked.
void add_guesses(boost::json::object& to, launch::inquired const& of);

} // namespace muster::cli
