#include "http/tls.hpp"

#include "core/errors.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/error.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <ctime>

namespace muster::http {

namespace {

namespace ssl = boost::asio::ssl;

// Not SSL_CTX_set_app_data: Asio keeps an object of its own there, and deletes it.
int owner_index() {
    static int const index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

bool is_address(std::string const& host) {
    boost::system::error_code ignored;
    boost::asio::ip::make_address(host, ignored);
    return !ignored;
}

} // namespace

tls_client::tls_client(std::filesystem::path const& ca_file) : context_(ssl::context::tls_client) {
    SSL_CTX_set_min_proto_version(context_.native_handle(), TLS1_2_VERSION);
    boost::system::error_code error;
    if (ca_file.empty())
        context_.set_default_verify_paths(error);
    else
        context_.load_verify_file(ca_file.string(), error);
    if (error)
        throw core::job_error(core::exit_status::usage, "cannot read certificates from " + ca_file.string()
                                                            + ": " + error.message()
                                                            + ". provider.caFile must name a PEM file.");
    context_.set_verify_mode(ssl::verify_peer);

    // TLS 1.3 sends its tickets after the handshake, so only this callback sees them.
    SSL_CTX_set_session_cache_mode(context_.native_handle(),
                                   SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE);
    SSL_CTX_set_ex_data(context_.native_handle(), owner_index(), this);
    SSL_CTX_sess_set_new_cb(context_.native_handle(), [](SSL* connection, SSL_SESSION* fresh) -> int {
        auto* const self =
            static_cast<tls_client*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), owner_index()));
        if (self->session_ != nullptr) SSL_SESSION_free(self->session_);
        self->session_ = fresh;
        return 1; // the reference is ours now
    });
}

tls_client::~tls_client() {
    if (session_ != nullptr) SSL_SESSION_free(session_);
}

void tls_client::prepare(SSL* connection, std::string const& host) {
    X509_VERIFY_PARAM* const checks = SSL_get0_param(connection);
    X509_VERIFY_PARAM_set_hostflags(checks, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT
                                                | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    bool ok = false;
    if (is_address(host)) {
        ok = X509_VERIFY_PARAM_set1_ip_asc(checks, host.c_str()) == 1;
    } else {
        ok = X509_VERIFY_PARAM_set1_host(checks, host.c_str(), host.size()) == 1
             && SSL_set_tlsext_host_name(connection, host.c_str()) == 1;
    }
    if (!ok) throw core::job_error(core::exit_status::internal, "cannot set up TLS for " + host);
    if (session_ != nullptr) SSL_set_session(connection, session_);
}

bool tls_client::holds_more(SSL* connection) {
    return SSL_has_pending(connection) == 1 || BIO_ctrl_pending(SSL_get_rbio(connection)) > 0;
}

void tls_client::part(SSL* connection) {
    // OpenSSL bars the session of a connection that it sees freed without a goodbye from being resumed.
    SSL_set_shutdown(connection, SSL_SENT_SHUTDOWN);
}

bool tls_client::too_old(boost::system::error_code const& error) {
    if (error.category() != boost::asio::error::get_ssl_category()) return false;
    int const reason = ERR_GET_REASON(static_cast<unsigned long>(error.value()));
    return reason == SSL_R_UNSUPPORTED_PROTOCOL || reason == SSL_R_TLSV1_ALERT_PROTOCOL_VERSION
           || reason == SSL_R_WRONG_SSL_VERSION;
}

std::string tls_client::version(SSL* connection) {
    return SSL_get_version(connection);
}

std::optional<core::wall_time> tls_client::certificate_ends(SSL* connection) {
    X509* const certificate = SSL_get0_peer_certificate(connection);
    std::tm parts{};
    if (certificate == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &parts) != 1)
        return std::nullopt;
    return std::chrono::time_point_cast<core::wall_time::duration>(
        std::chrono::system_clock::from_time_t(::timegm(&parts)));
}

std::string tls_client::distrust(SSL* connection, std::string const& host) {
    long const result = SSL_get_verify_result(connection);
    if (result == X509_V_OK) return {};
    if (result == X509_V_ERR_HOSTNAME_MISMATCH || result == X509_V_ERR_IP_ADDRESS_MISMATCH)
        return "its certificate is not for " + host;
    std::string why = X509_verify_cert_error_string(result);
    bool const clock = result == X509_V_ERR_CERT_NOT_YET_VALID || result == X509_V_ERR_CERT_HAS_EXPIRED;
    if (clock) why += "; is this machine's clock right?";
    return why;
}

} // namespace muster::http
