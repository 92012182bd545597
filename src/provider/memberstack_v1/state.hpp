#pragma once
#include "provider/memberstack_v1/settings.hpp"
#include "provider/provider.hpp"

#include <boost/json/object.hpp>

namespace muster::provider::memberstack_v1 {

/// Whether the fields of an update already hold their new values: `customFields` and `metaData` key by key,
/// or `metaData` whole where the platform replaces it and the update does not merge. A null is the same as a
/// missing key, and e-mail addresses compare without case. Fields that the document does not show may hold
/// anything: then, unless a shown one differs, it cannot be told.
effect fields_hold(boost::json::object const& member, core::update_fields const& update, settings const& s);

/// Whether an update sets what no reply shows.
bool sets_what_is_hidden(boost::json::object const& set, settings const& s);

/// The old values of what an update sets, in the shape of `set`; null where there was none. What the document
/// does not show is left out: nobody knows what it was.
boost::json::object old_fields(boost::json::object const& member, boost::json::object const& set,
                               settings const& s);

} // namespace muster::provider::memberstack_v1
