#include "provider/raw_requests.hpp"

#include <boost/json/serialize.hpp>

namespace muster::provider::raw_requests {

http::request request_of(core::raw_request const& c) {
    return {http::parse_method(c.method).value_or(http::method::post), c.path,
            c.body ? boost::json::serialize(*c.body) : std::string()};
}

doubt in_doubt(core::raw_request const& c) {
    return c.idempotent ? doubt::send_again : doubt::give_up;
}

} // namespace muster::provider::raw_requests
