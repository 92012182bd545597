#include "sandbox/message.hpp"

namespace muster::sandbox {

reply error_reply(unsigned status, std::string_view code, std::string_view message) {
    return reply(http::served_error(status, code, message));
}

} // namespace muster::sandbox
