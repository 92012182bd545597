#include "http/link.hpp"

#include "http/reply_parser.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <sys/socket.h>

#include <cerrno>

namespace muster::http {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

// Beast sizes each read by the buffer's capacity, and that begins at 512 bytes.
constexpr std::size_t read_buffer = 65536;

fault fault_of(beast::error_code error, bool sent, std::string const& where, core::duration limit) {
    using beast::http::make_error_code;
    if (error == beast::error::timeout)
        return fault(fault_kind::timeout, sent, where + " gave no whole reply within " + core::describe(limit));
    if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor)
        return fault(fault_kind::aborted, sent, "the exchange with " + where + " was given up");
    if (error == beast::http::error::body_limit || error == beast::http::error::header_limit)
        return fault(fault_kind::too_large, sent, "the reply of " + where + " is larger than the limit");
    if (error == beast::http::error::end_of_stream)
        return fault(fault_kind::broken, sent, where + " closed the connection instead of replying");
    if (error == beast::http::error::partial_message)
        return fault(fault_kind::broken, sent, where + " closed the connection in the middle of its reply");
    if (error.category() == make_error_code(beast::http::error::bad_version).category())
        return fault(fault_kind::malformed, sent, "the reply of " + where + " is not HTTP (" + error.message() + ")");
    return fault(fault_kind::broken, sent, "the connection to " + where + " broke (" + error.message() + ")");
}

template <class Stream>
class stream_link final : public link {
public:
    stream_link(Stream stream, link_options const& options)
        : stream_(std::move(stream)), where_(options.to.host_and_port()), request_timeout_(options.request_timeout),
          reply_limit_(options.reply_limit) {
        buffer_.reserve(read_buffer);
    }

    asio::awaitable<answer> exchange(std::string_view request) override {
        reusable_ = false;
        auto& socket = beast::get_lowest_layer(stream_);
        socket.expires_after(request_timeout_);
        auto [write_error, written] = co_await asio::async_write(stream_, asio::buffer(request), as_result);
        if (write_error) co_return fault_of(write_error, true, where_, request_timeout_);

        reply_parser parser;
        parser.body_limit(reply_limit_);
        auto [read_error, read] = co_await beast::http::async_read(stream_, buffer_, parser, as_result);
        if (read_error) co_return fault_of(read_error, true, where_, request_timeout_);
        socket.expires_never();
        reusable_ = parser.keep_alive() && buffer_.size() == 0 && !closed_;
        co_return std::move(parser.result);
    }

    [[nodiscard]] bool reusable() const override { return reusable_; }

    [[nodiscard]] bool quiet() override {
        char byte = 0;
        auto const handle = beast::get_lowest_layer(stream_).socket().native_handle();
        auto const got = ::recv(handle, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    }

    // Without TLS's close_notify: every reply that we use told its own length.
    void close() override {
        closed_ = true;
        beast::get_lowest_layer(stream_).close();
    }

private:
    Stream stream_;
    beast::flat_buffer buffer_;
    std::string where_;
    core::duration request_timeout_;
    std::size_t reply_limit_;
    bool reusable_ = true;
    bool closed_ = false;
};

} // namespace

asio::awaitable<opened_link> open_link(asio::any_io_executor executor, addresses to, link_options const& options) {
    auto const where = options.to.host_and_port();
    beast::tcp_stream plain(executor);
    plain.expires_after(options.connect_timeout);
    auto [connect_error, address] = co_await plain.async_connect(to, as_result);
    if (connect_error) {
        auto const why = connect_error == beast::error::timeout
                             ? "no answer within " + core::describe(options.connect_timeout)
                             : connect_error.message();
        co_return fault(fault_kind::connect, false, "cannot connect to " + where + ": " + why);
    }
    beast::error_code ignored;
    plain.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
    if (options.tls == nullptr) {
        plain.expires_never();
        std::unique_ptr<link> made = std::make_unique<stream_link<beast::tcp_stream>>(std::move(plain), options);
        co_return made;
    }

    beast::ssl_stream<beast::tcp_stream> secure(std::move(plain), options.tls->context());
    options.tls->prepare(secure.native_handle(), options.to.host);
    beast::get_lowest_layer(secure).expires_after(options.connect_timeout);
    auto [tls_error] = co_await secure.async_handshake(asio::ssl::stream_base::client, as_result);
    if (tls_error) {
        auto const distrust = tls_client::distrust(secure.native_handle(), options.to.host);
        if (!distrust.empty())
            co_return fault(fault_kind::untrusted, false, where + " cannot be trusted: " + distrust);
        co_return fault(fault_kind::tls, false, "the TLS handshake with " + where + " failed: " + tls_error.message());
    }
    beast::get_lowest_layer(secure).expires_never();
    std::unique_ptr<link> made =
        std::make_unique<stream_link<beast::ssl_stream<beast::tcp_stream>>>(std::move(secure), options);
    co_return made;
}

} // namespace muster::http
