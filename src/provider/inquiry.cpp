#include "provider/inquiry.hpp"

#include <utility>

namespace muster::provider {

http::reply const* inquiry::ask(http::request r) {
    if (next_) return nullptr;
    if (asked_ < replies_.size()) return &replies_[asked_++];
    next_ = std::move(r);
    return nullptr;
}

std::string spoken_of(http::reply const& r) {
    if (r.status >= 200 && r.status < 300) return "is answered with something else";
    bool const refused = r.status >= 400 && r.status < 500;
    return (refused ? "is refused (HTTP " : "is answered with HTTP ") + std::to_string(r.status)
           + (refused ? ")" : "");
}

} // namespace muster::provider
