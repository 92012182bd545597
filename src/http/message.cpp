#include "http/message.hpp"

#include <array>

namespace muster::http {

namespace {
constexpr std::array<std::string_view, 5> method_names{"GET", "POST", "PUT", "PATCH", "DELETE"};
}

std::string_view to_string(method m) {
    return method_names.at(static_cast<std::size_t>(m));
}

std::optional<method> parse_method(std::string_view word) {
    for (std::size_t i = 0; i < method_names.size(); ++i)
        if (method_names.at(i) == word) return static_cast<method>(i);
    return std::nullopt;
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (char const c : text) {
        bool const unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                                || c == '-' || c == '.' || c == '_' || c == '~';
        if (unreserved) {
            out.push_back(c);
        } else {
            auto const byte = static_cast<unsigned char>(c);
            out.push_back('%');
            out.push_back(hex[byte >> 4U]);
            out.push_back(hex[byte & 15U]);
        }
    }
    return out;
}

} // namespace muster::http
