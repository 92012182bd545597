#include "core/random_hex.hpp"

#include <cerrno>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace muster::core {

std::string random_hex(std::size_t bytes) {
    std::vector<unsigned char> got(bytes);
    if (::getentropy(got.data(), got.size()) != 0)
        throw std::system_error(errno, std::generic_category(), "no random bytes");
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (auto const byte : got) text += {digits[byte >> 4U], digits[byte & 0xFU]};
    return text;
}

} // namespace muster::core
