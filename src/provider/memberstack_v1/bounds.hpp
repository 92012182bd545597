#pragma once
#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace muster::provider::memberstack_v1 {

/// What breaks the bounds of `metaData` (reference document: at most 50 values, keys of at most 50
/// characters, values of at most 500), as a sentence; nullopt if nothing does. Characters are code points; a
/// value that is no text counts as its JSON, null as nothing. They hold for what a member holds after a
/// merge, too: that is the platform's to check.
std::optional<std::string> objection_to_meta_data(boost::json::object const& meta_data);

/// What the platform would not take of a new member, as far as the reference document tells: `email`,
/// `password` (at least 8 characters) and `plan` (of a free plan) are required, `metaData` has its bounds.
std::optional<std::string> objection_to_new_member(boost::json::object const& document);

/// What is wrong with the fields of an update.
std::optional<std::string> objection_to_update(boost::json::object const& set);

} // namespace muster::provider::memberstack_v1
