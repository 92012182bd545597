#include "provider/registry.hpp"

#include "provider/memberstack.hpp"

namespace muster::provider {

std::vector<std::string_view> kinds() {
    return {"memberstack"};
}

std::unique_ptr<provider> make(std::string_view kind) {
    if (kind == "memberstack") return std::make_unique<memberstack>();
    return nullptr;
}

} // namespace muster::provider
