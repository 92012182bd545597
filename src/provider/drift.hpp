#pragma once
#include "core/change.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace muster::provider {

/// What of the fields that a change overwrites is not as it was when the change was worked out: a sentence
/// for people, each field with what it was and what it is; empty if all is as it was. `before`, `now` = what
/// provider::before_image() gave then, and gives now. Of a deletion that is the whole document: a field that
/// only one of them shows is no difference there, as a list may show less of a member than a look at it.
std::string drift(core::change const& planned, boost::json::object const& before,
                  boost::json::object const& now);

} // namespace muster::provider
