#pragma once
#include <cstddef>
#include <cstdlib>
#include <string_view>

namespace muster::http::tests {

/// What the head of a message says of its body's length; 0 where it says nothing.
inline std::size_t body_length(std::string_view head) {
    constexpr std::string_view field = "Content-Length: ";
    auto const at = head.find(field);
    return at == head.npos ? 0 : static_cast<std::size_t>(std::atol(head.data() + at + field.size()));
}

} // namespace muster::http::tests
