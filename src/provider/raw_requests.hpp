#pragma once
#include "provider/provider.hpp"

/// Raw requests are the spec author's business on every platform.
namespace muster::provider::raw_requests {

/// The request as the spec has it.
http::request request_of(core::raw_request const& c);

/// Sent again where the spec says that it may be, else never twice.
doubt in_doubt(core::raw_request const& c);

} // namespace muster::provider::raw_requests
