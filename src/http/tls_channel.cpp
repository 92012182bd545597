#include "http/tls_channel.hpp"

#include "core/errors.hpp"

#include <boost/asio/ssl/error.hpp>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <limits>

namespace muster::http {

namespace {

namespace ssl = boost::asio::ssl;

int size_of(std::size_t bytes) {
    return static_cast<int>(std::min<std::size_t>(bytes, std::numeric_limits<int>::max()));
}

/// For OpenSSL, what an attempt came to; `broken` = of what it failed.
int told(BIO* bio, attempt const& a, boost::system::error_code& broken) {
    BIO_clear_retry_flags(bio);
    using result = attempt::result;
    switch (a.what) {
    case result::done: return static_cast<int>(a.bytes);
    case result::ended: BIO_set_flags(bio, BIO_FLAGS_IN_EOF); return 0;
    case result::wants_read: BIO_set_retry_read(bio); return -1;
    case result::wants_write: BIO_set_retry_write(bio); return -1;
    case result::failed: break;
    }
    broken = a.error;
    return -1;
}

long control(BIO* bio, int what, long /*number*/, void* /*pointer*/) {
    if (what == BIO_CTRL_FLUSH) return 1;
    if (what == BIO_CTRL_EOF) return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
    return 0;
}

} // namespace

/// OpenSSL's own for sockets raises SIGPIPE, and asks the socket where we know that it holds nothing.
struct tls_channel::socket_bio {
    static tls_channel& owner(BIO* bio) { return *static_cast<tls_channel*>(BIO_get_data(bio)); }

    static BIO_METHOD const* method() {
        static BIO_METHOD const* const made = [] {
            auto* const m = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "a channel");
            BIO_meth_set_write(m, [](BIO* bio, char const* bytes, int size) {
                auto& o = owner(bio);
                return told(bio, o.below_.write({bytes, static_cast<std::size_t>(size)}), o.broken_);
            });
            BIO_meth_set_read(m, [](BIO* bio, char* into, int size) {
                auto& o = owner(bio);
                return told(bio, o.below_.read(into, static_cast<std::size_t>(size)), o.broken_);
            });
            BIO_meth_set_ctrl(m, control);
            return m;
        }();
        return made;
    }
};

tls_channel::tls_channel(watched_socket& over, tls_client& with, std::string const& host)
    : below_(over),
      socket_(over),
      connection_(SSL_new(with.context().native_handle())) {
    auto* const bio = BIO_new(socket_bio::method());
    if (connection_ == nullptr || bio == nullptr) {
        BIO_free(bio);
        SSL_free(connection_);
        throw core::job_error(core::exit_status::internal, "cannot set up TLS for " + host);
    }
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    SSL_set_bio(connection_, bio, bio);
    SSL_set_mode(connection_, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
                                  | SSL_MODE_RELEASE_BUFFERS);
    SSL_set_read_ahead(connection_, 1); // a record in one read, not its head first
    try {
        with.prepare(connection_, host);
    } catch (...) {
        SSL_free(connection_);
        throw;
    }
}

tls_channel::~tls_channel() {
    tls_client::part(connection_);
    SSL_free(connection_);
}

attempt tls_channel::shake_hands() {
    ERR_clear_error();
    return judge(SSL_connect(connection_));
}

attempt tls_channel::write(std::string_view bytes) {
    fresh_ = false;
    ERR_clear_error();
    return judge(SSL_write(connection_, bytes.data(), size_of(bytes.size())));
}

attempt tls_channel::read(char* into, std::size_t size) {
    ERR_clear_error();
    return judge(SSL_read(connection_, into, size_of(size)));
}

/// What OpenSSL's last call came to.
attempt tls_channel::judge(int result) {
    if (result > 0) return {attempt::result::done, static_cast<std::size_t>(result)};
    switch (SSL_get_error(connection_, result)) {
    case SSL_ERROR_WANT_READ: return {attempt::result::wants_read};
    case SSL_ERROR_WANT_WRITE: return {attempt::result::wants_write};
    case SSL_ERROR_ZERO_RETURN: return {attempt::result::ended};
    default: break;
    }
    if (broken_) return attempt::failure(broken_);
    auto const why = ERR_get_error();
    if (why == 0 || ERR_GET_REASON(why) == SSL_R_UNEXPECTED_EOF_WHILE_READING)
        return attempt::failure(ssl::error::stream_truncated);
    return attempt::failure({static_cast<int>(why), boost::asio::error::get_ssl_category()});
}

bool tls_channel::quiet() {
    if (socket_.ended()) return false;
    // A TLS 1.3 server sends its session tickets after the handshake; the first exchange reads over them.
    if (fresh_) return true;
    // A second reply in a record of its own may have come with the first.
    return !tls_client::holds_more(connection_) && below_.quiet();
}

} // namespace muster::http
