#pragma once
#include <boost/json/object.hpp>

#include <string_view>

namespace muster::provider::publisher {

/// The member's ref; empty where the document has none.
std::string_view ref_of(boost::json::object const& document);

/// Whether a member holds what an upsert names: objects key by key, as others that they hold stay; a null is
/// the same as a missing key.
bool fields_hold(boost::json::object const& member, boost::json::object const& set);

/// The old values of what an upsert names, in the shape of `set`; null where there was none.
boost::json::object old_fields(boost::json::object const& member, boost::json::object const& set);

/// The record that an upsert sends to set these fields of a member: its ref and them. `whole`: and all else
/// that it holds, but for its id, as the instance would drop what is not named.
boost::json::object record_of(boost::json::object const& member, boost::json::object const& set, bool whole);

} // namespace muster::provider::publisher
