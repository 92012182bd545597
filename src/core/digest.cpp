#include "core/digest.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <array>
#include <stdexcept>

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

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    unsigned length = digest.size();
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), digest.data(), &length)
        == nullptr)
        throw std::runtime_error("HMAC failed");
    return {reinterpret_cast<char const*>(digest.data()), length};
}

std::string to_base64(std::string_view bytes) {
    std::string coded(4 * ((bytes.size() + 2) / 3) + 1, '\0'); // with the NUL that is written behind it
    auto const length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(coded.data()),
                        reinterpret_cast<unsigned char const*>(bytes.data()), static_cast<int>(bytes.size()));
    coded.resize(static_cast<std::size_t>(length));
    return coded;
}

std::optional<std::string> from_base64(std::string_view text) {
    std::string bytes(3 * (text.size() / 4) + 1, '\0');
    auto const length =
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                        reinterpret_cast<unsigned char const*>(text.data()), static_cast<int>(text.size()));
    if (length < 0) return std::nullopt;
    auto const end = text.find_last_not_of('=');
    auto const padding = end == text.npos ? text.size() : text.size() - end - 1;
    if (padding > 2) return std::nullopt;
    bytes.resize(static_cast<std::size_t>(length) - padding); // which is decoded to zeros
    if (to_base64(bytes) != text) return std::nullopt;        // spaces and the like, which OpenSSL forgives
    return bytes;
}

} // namespace muster::core
