#pragma once
#include <boost/json/value.hpp>

#include <string>

namespace muster::spec {

/// JSON indented by two spaces, with a line feed at the end; arrays of scalars on one line.
std::string pretty(boost::json::value const& v);

} // namespace muster::spec
