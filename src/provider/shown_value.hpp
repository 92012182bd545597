#pragma once
#include <boost/json/value.hpp>

#include <string>

namespace muster::provider {

/// A value of a member's field as a sentence may hold it: JSON, redacted, printable, cut after 60 bytes;
/// `nothing` for null.
std::string shown_value(boost::json::value const& v);

} // namespace muster::provider
