#pragma once
#include "http/message.hpp"
#include "sandbox/message.hpp"

#include <utility>

namespace muster::simulated {

/// What comes over the wire of a reply of the sandbox's.
inline http::reply as_received(sandbox::reply said) {
    http::reply r;
    r.status = said.status;
    r.body = std::move(said.body);
    return r;
}

} // namespace muster::simulated
