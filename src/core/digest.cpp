#include "core/digest.hpp"

#include <openssl/sha.h>

#include <array>

namespace muster::core {

std::string fingerprint(std::string_view value) {
    return sha256(value).substr(0, 16);
}

std::string sha256(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), digest.data());
    constexpr std::string_view hex_digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * digest.size());
    for (auto const byte : digest) text += {hex_digits[byte >> 4U], hex_digits[byte & 0xFU]};
    return text;
}

} // namespace muster::core
