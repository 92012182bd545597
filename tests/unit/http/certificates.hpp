#pragma once
#include <openssl/ssl.h>

#include <filesystem>
#include <memory>
#include <string>

namespace muster::http::tests {

struct free_openssl {
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
    void operator()(X509* p) const { X509_free(p); }
    void operator()(SSL_CTX* p) const { SSL_CTX_free(p); }
};
using key_pair = std::unique_ptr<EVP_PKEY, free_openssl>;
using certificate = std::unique_ptr<X509, free_openssl>;
using server_context = std::unique_ptr<SSL_CTX, free_openssl>;

/// What a server's certificate says.
struct certificate_wish {
    std::string common_name;
    std::string alternative_names; ///< as openssl writes them: `DNS:a.example,IP:127.0.0.1`; empty = none
    long begins = -3600;           ///< seconds from now
    long ends = 3600;              ///< seconds from now
};

/// A certificate authority made for one test.
class authority {
public:
    authority();
    /// A server with a certificate of this authority. `version`: TLS1_2_VERSION or TLS1_3_VERSION.
    [[nodiscard]] server_context server(certificate_wish const& wish, int version = TLS1_3_VERSION) const;
    /// Writes the authority's certificate as PEM.
    void save(std::filesystem::path const& file) const;

private:
    key_pair key_;
    certificate own_;
};

} // namespace muster::http::tests
