#include "core/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <array>
#include <stdexcept>

namespace muster::core {

namespace {

std::string to_hex(sha256_stream::digest const& digest) {
    constexpr std::string_view hex_digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * digest.size());
    for (auto const byte : digest) text += {hex_digits[byte >> 4U], hex_digits[byte & 0xFU]};
    return text;
}

} // namespace

std::string fingerprint(std::string_view value) {
    return sha256(value).substr(0, 16);
}

std::string sha256(std::string_view bytes) {
    sha256_stream::digest digest{};
    SHA256(reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), digest.data());
    return to_hex(digest);
}

struct sha256_stream::state {
    state() {
        if (method == nullptr || context == nullptr) throw std::runtime_error("SHA-256 is not available");
    }
    ~state() {
        EVP_MD_CTX_free(context);
        EVP_MD_free(method);
    }
    state(state const&) = delete;
    state& operator=(state const&) = delete;

    EVP_MD* method = EVP_MD_fetch(nullptr, "SHA256", nullptr); // found by its name once
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    bool begun = false;
};

sha256_stream::sha256_stream() : state_(std::make_unique<state>()) {}
sha256_stream::~sha256_stream() = default;

void sha256_stream::update(std::string_view bytes) {
    bool const ready = state_->begun || EVP_DigestInit_ex2(state_->context, state_->method, nullptr) == 1;
    state_->begun = true;
    if (!ready || EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) != 1)
        throw std::runtime_error("SHA-256 failed");
}

sha256_stream::digest sha256_stream::finish() {
    update({}); // where nothing came
    digest result{};
    state_->begun = false;
    if (EVP_DigestFinal_ex(state_->context, result.data(), nullptr) != 1)
        throw std::runtime_error("SHA-256 failed");
    return result;
}

std::string sha256_stream::finish_hex() {
    return to_hex(finish());
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

std::string version_of_openssl() {
    return ::OpenSSL_version(OPENSSL_VERSION_STRING);
}

bool same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
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
