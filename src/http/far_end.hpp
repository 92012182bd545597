#pragma once
#include "core/time.hpp"

#include <optional>
#include <string>

namespace muster::http {

/// The far end of a connection, as it was met when the connection was opened.
struct far_end {
    std::string address;     ///< `address:port` of the platform, or of the proxy that leads to it
    std::string tls_version; ///< e.g. `TLSv1.3`; empty over plain TCP
    std::optional<core::wall_time> certificate_ends;
};

} // namespace muster::http
