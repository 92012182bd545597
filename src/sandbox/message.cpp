#include "sandbox/message.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace muster::sandbox {

reply error_reply(unsigned status, std::string_view code, std::string_view message) {
    boost::json::object body;
    body["code"] = code;
    body["message"] = message;
    return reply(status, boost::json::serialize(body));
}

} // namespace muster::sandbox
