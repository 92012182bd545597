#pragma once
#include "core/node.hpp"
#include "core/vocabulary.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace muster::operation {

/// Reads `{"planId": "pln_..."}`; notes mistakes at the node.
std::optional<std::string> read_plan_id(core::node const& n);

/// The JSON Schema of `{"planId": "pln_..."}`.
boost::json::object plan_id_schema(core::vocabulary const& vocabulary);

} // namespace muster::operation
