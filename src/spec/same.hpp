#pragma once
#include <boost/json/object.hpp>

namespace muster::spec {

/// Whether two documents (spec::document) are one spec with the same parameters, read at two moments: they
/// are equal, but for relative dates, which may lie as far from each other as the moments that they count
/// from
/// (`asOf`). Pure.
bool is_same_spec(boost::json::object const& one, boost::json::object const& other);

} // namespace muster::spec
