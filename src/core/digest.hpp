#pragma once
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace muster::core {

/// The first 16 hex digits of SHA-256 over the value: tells two keys apart without giving either away.
std::string fingerprint(std::string_view value);

/// SHA-256 in lower-case hex.
std::string sha256(std::string_view bytes);

/// SHA-256 of bytes that come in pieces; many times, without setting it up each time.
class sha256_stream {
public:
    using digest = std::array<unsigned char, 32>;

    sha256_stream();
    ~sha256_stream();
    sha256_stream(sha256_stream const&) = delete;
    sha256_stream& operator=(sha256_stream const&) = delete;

    void update(std::string_view bytes);
    /// The digest of what came since the last one, or since the start.
    digest finish();
    /// The same in lower-case hex.
    std::string finish_hex();

private:
    struct state;
    std::unique_ptr<state> state_;
};

/// HMAC-SHA256: its 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view bytes);

/// Of the OpenSSL that this process runs with, e.g. `3.0.15`.
std::string version_of_openssl();

/// Whether two texts are the same; how long that takes tells nothing but their lengths.
bool same_secret(std::string_view a, std::string_view b);

/// Base64 of RFC 4648, padded, on one line.
std::string to_base64(std::string_view bytes);
/// The inverse; nullopt for anything else.
std::optional<std::string> from_base64(std::string_view text);

} // namespace muster::core
