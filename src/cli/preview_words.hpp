#pragma once
#include "core/change.hpp"
#include "engine/preview.hpp"
#include "spec/spec.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace muster::cli {

/// What looks like a mistake of the spec, a sentence each: fields that nobody has, a `where` that matches
/// nobody or everybody, more members than expected. Printable.
std::vector<std::string> warnings_of(engine::preview const& p, spec::spec const& spec);

/// How many members match, of how many, and whether that is counted or estimated.
std::string members_of(engine::preview const& p);

/// What becomes of members whose change cannot be read back where a request breaks; empty where each can.
std::string doubt_of(engine::preview const& p);

/// Which part of what would be changed an undo could take back; empty where nothing would be.
std::string undo_of(engine::preview const& p);

/// What a change does to a member, old -> new, a line for each field; `before` = what it overwrites.
/// Printable; long values are cut.
std::vector<std::string> steps_of(core::change const& c, boost::json::object const& before);

/// A member of a preview, with these lines on what would be done, or was found: on one line if there is one.
std::string example_text(engine::preview::example const& e, std::vector<std::string> const& lines);

} // namespace muster::cli
