#include "certificates.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace muster::http::tests {

namespace {

void must(bool ok) {
    if (!ok) throw std::runtime_error("openssl refused to make a test certificate");
}

key_pair make_key() {
    key_pair key(EVP_EC_gen("P-256"));
    must(key != nullptr);
    return key;
}

void extend(X509* to, X509* issuer, int what, std::string const& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
    auto* const extension = X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str());
    must(extension != nullptr && X509_add_ext(to, extension, -1) == 1);
    X509_EXTENSION_free(extension);
}

certificate make(certificate_wish const& wish, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key) {
    static long serial = 1;
    certificate made(X509_new());
    auto* const c = made.get();
    X509_set_version(c, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(c), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(c), wish.begins);
    X509_gmtime_adj(X509_getm_notAfter(c), wish.ends);
    X509_set_pubkey(c, key);
    auto const* const name = reinterpret_cast<unsigned char const*>(wish.common_name.c_str());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(c), "CN", MBSTRING_ASC, name, -1, -1, 0);
    X509* const by = issuer != nullptr ? issuer : c;
    X509_set_issuer_name(c, X509_get_subject_name(by));
    extend(c, by, NID_basic_constraints, issuer != nullptr ? "critical,CA:FALSE" : "critical,CA:TRUE");
    if (!wish.alternative_names.empty()) extend(c, by, NID_subject_alt_name, wish.alternative_names);
    must(X509_sign(c, issuer_key, EVP_sha256()) > 0);
    return made;
}

} // namespace

authority::authority() : key_(make_key()) {
    certificate_wish wish;
    wish.common_name = "muster test authority";
    own_ = make(wish, key_.get(), nullptr, key_.get());
}

server_context authority::server(certificate_wish const& wish, int version) const {
    auto const key = make_key();
    auto const own = make(wish, key.get(), own_.get(), key_.get());
    server_context context(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_set_min_proto_version(context.get(), version);
    SSL_CTX_set_max_proto_version(context.get(), version);
    must(SSL_CTX_use_certificate(context.get(), own.get()) == 1);
    must(SSL_CTX_use_PrivateKey(context.get(), key.get()) == 1);
    return context;
}

void authority::save(std::filesystem::path const& file) const {
    auto* const out = std::fopen(file.c_str(), "w");
    must(out != nullptr && PEM_write_X509(out, own_.get()) == 1);
    std::fclose(out);
}

} // namespace muster::http::tests
