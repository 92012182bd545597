#include "sandbox/platform.hpp"

namespace muster::sandbox {

reply platform::refuse(std::string_view) const {
    return error(401, "invalid-secret-key", "The secret key is missing or not valid.");
}

} // namespace muster::sandbox
