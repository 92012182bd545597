#pragma once
#include "core/node.hpp"
#include "spec/spec.hpp"

#include <boost/json/object.hpp>

#include <string_view>

namespace muster::spec {

/// The word for it in specs, messages and files.
std::string_view to_string(notify::event e);
/// The inverse; nullopt for any other word.
std::optional<notify::event> parse_event(std::string_view word);

/// Reads the block `notify`; mistakes are noted at the node.
notify read_notify(core::node const& n);

/// Its schema; `secret` = that of a reference to a secret.
boost::json::object notify_schema(boost::json::object const& secret);

} // namespace muster::spec
