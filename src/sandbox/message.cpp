#include "sandbox/message.hpp"

namespace muster::sandbox {

reply error_reply(unsigned status, std::string_view code, std::string_view message) {
    return reply(http::served_error(status, code, message));
}

std::string_view text_at(boost::json::object const& body, std::string_view key) {
    auto const* const value = body.if_contains(key);
    return value != nullptr && value->is_string() ? std::string_view(value->get_string())
                                                  : std::string_view();
}

} // namespace muster::sandbox
