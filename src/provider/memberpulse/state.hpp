#pragma once
#include "provider/memberpulse/settings.hpp"

#include <boost/json/object.hpp>

namespace muster::provider::memberpulse {

/// The whole record as PUT is to be sent it: what it holds, without what the platform itself writes, and with
/// the fields of an update in their places.
boost::json::object whole_record(settings const& s, boost::json::object const& now,
                                 boost::json::object const& set);

/// Whether the fields of an update hold their new values. A null is the same as a missing field, and a
/// member's e-mail addresses compare without case.
bool fields_hold(settings const& s, boost::json::object const& now, boost::json::object const& set);

} // namespace muster::provider::memberpulse
