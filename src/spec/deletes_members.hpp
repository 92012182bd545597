#pragma once
#include "core/node.hpp"

namespace muster::spec {

/// Whether an operation deletes members, as far as it can be told of a raw request.
inline bool deletes_members(core::node const& operation) {
    if (operation.get("delete")) return true;
    auto const request = operation.get("request");
    auto const method = request ? request->get("method") : std::nullopt;
    return method && method->value() == "DELETE";
}

} // namespace muster::spec
