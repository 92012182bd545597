#include "http/link.hpp"

#include "core/printable.hpp"
#include "http/as_result.hpp"
#include "http/reply_parser.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <algorithm>
#include <poll.h>
#include <sys/socket.h>
#include <type_traits>

namespace muster::http {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

// Beast sizes each read by the buffer's capacity, and that begins at 512 bytes.
constexpr std::size_t read_buffer = 65536;
// What one line of a reply that never ends (a chunk's header) can make us hold.
constexpr std::size_t most_buffered = 1U << 20U;

using plain_stream = beast::tcp_stream;
using tls_stream = beast::ssl_stream<beast::tcp_stream>;

template <class Stream>
class stream_link final : public link {
public:
    stream_link(Stream stream, link_options const& options)
        : stream_(std::move(stream)),
          options_(options),
          where_(options.to.host_and_port()) {
        buffer_.reserve(read_buffer);
    }

    ~stream_link() override {
        if constexpr (encrypted) tls_client::part(stream_.native_handle());
    }
    stream_link(stream_link const&) = delete;
    stream_link& operator=(stream_link const&) = delete;

    asio::awaitable<std::optional<fault>> open(addresses to) override {
        auto& socket = beast::get_lowest_layer(stream_);
        socket.expires_after(options_.connect_timeout);
        auto [connect_error, address] = co_await socket.async_connect(to, as_result);
        if (closed_) co_return given_up(false);
        if (connect_error) co_return connect_fault(connect_error);
        beast::error_code ignored;
        socket.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
        met_.address = text_of(socket.socket());
        if constexpr (encrypted) {
            if (options_.via != nullptr) {
                auto refused = co_await ask_proxy();
                if (refused) co_return std::move(*refused);
            }
            options_.tls->prepare(stream_.native_handle(), options_.to.host);
            socket.expires_after(options_.connect_timeout);
            auto [tls_error] = co_await stream_.async_handshake(asio::ssl::stream_base::client, as_result);
            if (closed_) co_return given_up(false);
            if (tls_error) co_return handshake_fault(tls_error);
            met_.tls_version = tls_client::version(stream_.native_handle());
            met_.certificate_ends = tls_client::certificate_ends(stream_.native_handle());
        }
        socket.expires_never();
        co_return std::nullopt;
    }

    asio::awaitable<answer> exchange(std::string_view request) override {
        fresh_ = reusable_ = false;
        auto& socket = beast::get_lowest_layer(stream_);
        socket.expires_after(options_.request_timeout);
        request.remove_prefix(write_at_once(request));
        if (!request.empty()) {
            auto [write_error, count] = co_await asio::async_write(stream_, asio::buffer(request), as_result);
            if (write_error) co_return exchange_fault(write_error);
        }
        for (;;) {
            reply_parser parser;
            parser.body_limit(options_.reply_limit);
            parser.eager(true);
            auto const read_error = co_await read(parser);
            if (read_error) co_return exchange_fault(read_error);
            bool const interim = parser.result.status < 200;
            if (interim) continue; // RFC 9110, 15.2: any number of them may come first
            bool const encoded = !parser.content_encoding.empty() && parser.content_encoding != "identity";
            if (encoded && !parser.result.body.empty()) co_return encoded_fault(parser.content_encoding);
            socket.expires_never();
            reusable_ = parser.keep_alive() && buffer_.size() == 0 && !closed_;
            co_return std::move(parser.result);
        }
    }

    [[nodiscard]] bool reusable() const override { return reusable_; }

    [[nodiscard]] far_end const& met() const override { return met_; }

    [[nodiscard]] bool quiet() override {
        pollfd state{beast::get_lowest_layer(stream_).socket().native_handle(), POLLIN | POLLRDHUP, 0};
        if (closed_ || ::poll(&state, 1, 0) < 0) return false;
        // A second reply in a record of its own may have come with the first.
        if constexpr (encrypted)
            if (!fresh_ && tls_client::holds_more(stream_.native_handle())) return false;
        if (state.revents == 0) return true;
        // A TLS 1.3 server sends its session tickets after the handshake; the first exchange reads over them.
        return encrypted && fresh_ && state.revents == POLLIN;
    }

    // Without TLS's close_notify: every reply that we use told its own length.
    void close() override {
        closed_ = true;
        beast::get_lowest_layer(stream_).close();
    }

private:
    static constexpr bool encrypted = std::is_same_v<Stream, tls_stream>;

    static std::string text_of(asio::ip::tcp::socket const& socket) {
        beast::error_code error;
        auto const at = socket.remote_endpoint(error);
        if (error) return {};
        auto const address = at.address().to_string();
        return (at.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(at.port());
    }

    /// Has the proxy lead on to the platform (RFC 9110, 9.3.6); nullopt = it does. The request names the
    /// platform, and holds no key.
    asio::awaitable<std::optional<fault>> ask_proxy() requires encrypted {
        auto& socket = beast::get_lowest_layer(stream_);
        auto request = "CONNECT " + where_ + " HTTP/1.1\r\nHost: " + where_ + "\r\n";
        if (!options_.via->authorization.empty())
            request += "Proxy-Authorization: " + options_.via->authorization + "\r\n";
        request += "\r\n";
        socket.expires_after(options_.connect_timeout);
        auto [write_error, written] = co_await asio::async_write(socket, asio::buffer(request), as_result);
        if (closed_) co_return given_up(false);
        if (write_error) co_return proxy_fault(reason_of(write_error));
        reply_parser parser;
        parser.skip(true); // a success has no body, and nobody reads that of a refusal
        beast::flat_buffer head(read_buffer);
        while (!parser.is_header_done()) {
            auto [read_error, count] =
                co_await socket.async_read_some(head.prepare(read_buffer - head.size()), as_result);
            if (closed_) co_return given_up(false);
            if (read_error) co_return proxy_fault(reason_of(read_error));
            head.commit(count);
            beast::error_code error;
            head.consume(parser.put(head.data(), error));
            if (error && error != beast::http::error::need_more)
                co_return proxy_fault("its reply is not HTTP (" + error.message() + ")");
            if (!parser.is_header_done() && head.size() == read_buffer)
                co_return proxy_fault("its reply is too long");
        }
        auto const status = parser.result.status;
        if (status == 407) co_return proxy_wants_credentials();
        if (status < 200 || status > 299) co_return proxy_fault("it answered HTTP " + std::to_string(status));
        if (head.size() > 0) co_return proxy_fault("it sent more than was asked for");
        co_return std::nullopt;
    }

    [[nodiscard]] std::string reason_of(beast::error_code error) const {
        if (error == beast::error::timeout)
            return "no answer within " + core::describe(options_.connect_timeout);
        if (error == asio::error::eof) return "it closed the connection";
        return error.message();
    }

    [[nodiscard]] fault proxy_fault(std::string const& why) const {
        return fault(fault_kind::connect, false,
                     "the proxy " + options_.via->host_and_port() + " does not lead to " + where_ + ": "
                         + why);
    }

    [[nodiscard]] fault proxy_wants_credentials() const {
        bool const given = !options_.via->authorization.empty();
        return fault(fault_kind::proxy_refused, false,
                     "the proxy " + options_.via->host_and_port()
                         + (given ? " refuses the user name and password that it was given (HTTP 407)"
                                  : " asks for a user name and password (HTTP 407)"));
    }

    /// Sends what the socket takes without waiting, nearly always all of it, and gives its size. Errors are
    /// left to the write of the rest, which meets them again.
    std::size_t write_at_once(std::string_view request) {
        if constexpr (encrypted) {
            return 0;
        } else {
            auto const sent = ::send(stream_.socket().native_handle(), request.data(), request.size(),
                                     MSG_DONTWAIT | MSG_NOSIGNAL);
            return sent > 0 ? static_cast<std::size_t>(sent) : 0;
        }
    }

    /// Reads one message. As beast::http::async_read, without the composed operation's own cost.
    asio::awaitable<beast::error_code> read(reply_parser& parser) {
        for (;;) {
            beast::error_code error;
            if (buffer_.size() > 0) {
                buffer_.consume(parser.put(buffer_.data(), error));
                if (parser.is_done() && !error) co_return error;
                if (error && error != beast::http::error::need_more) co_return error;
            }
            auto const room = std::min(read_buffer, buffer_.max_size() - buffer_.size());
            if (room == 0) co_return beast::http::make_error_code(beast::http::error::buffer_overflow);
            auto [read_error, count] = co_await stream_.async_read_some(buffer_.prepare(room), as_result);
            buffer_.commit(count);
            if (read_error == asio::error::eof) {
                if (!parser.got_some())
                    co_return beast::http::make_error_code(beast::http::error::end_of_stream);
                parser.put_eof(error = {});
                co_return error;
            }
            if (read_error) co_return read_error;
        }
    }

    [[nodiscard]] fault given_up(bool sent) const {
        return fault(fault_kind::aborted, sent, "the exchange with " + where_ + " was given up");
    }

    [[nodiscard]] fault connect_fault(beast::error_code error) const {
        auto const why = reason_of(error);
        auto const what = options_.via != nullptr ? "the proxy " + options_.via->host_and_port() : where_;
        return fault(fault_kind::connect, false, "cannot connect to " + what + ": " + why);
    }

    [[nodiscard]] fault handshake_fault(beast::error_code error) requires encrypted {
        auto const distrust = tls_client::distrust(stream_.native_handle(), options_.to.host);
        if (!distrust.empty())
            return fault(fault_kind::untrusted, false, where_ + " cannot be trusted: " + distrust);
        if (tls_client::too_old(error))
            return fault(fault_kind::untrusted, false,
                         where_ + " cannot be trusted: it speaks no TLS 1.2 or later");
        auto const why = error == beast::error::timeout ? reason_of(error) : error.message();
        return fault(fault_kind::tls, false, "the TLS handshake with " + where_ + " failed: " + why);
    }

    [[nodiscard]] fault encoded_fault(std::string const& encoding) const {
        constexpr bool sent = true;
        return fault(fault_kind::malformed, sent,
                     "the reply of " + where_ + " is encoded (" + core::quoted(encoding)
                         + "), which was not asked for");
    }

    [[nodiscard]] fault exchange_fault(beast::error_code error) const {
        constexpr bool sent = true; // even of a write that failed, something may have arrived
        if (closed_) return given_up(sent);
        if (error == beast::error::timeout)
            return fault(fault_kind::timeout, sent,
                         where_ + " gave no whole reply within " + core::describe(options_.request_timeout));
        if (error == beast::http::error::header_limit || error == beast::http::error::buffer_overflow)
            return fault(fault_kind::too_large, sent,
                         "the header of the reply of " + where_ + " is larger than 8 KiB");
        if (error == beast::http::error::body_limit)
            return fault(fault_kind::too_large, sent,
                         "the reply of " + where_ + " is larger than provider.replyLimitBytes ("
                             + std::to_string(options_.reply_limit) + ") allows");
        if (error == beast::http::error::end_of_stream)
            return fault(fault_kind::broken, sent, where_ + " closed the connection instead of replying");
        if (error == beast::http::error::partial_message)
            return fault(fault_kind::broken, sent,
                         where_ + " closed the connection in the middle of its reply");
        if (error.category() == beast::http::make_error_code(beast::http::error::bad_version).category())
            return fault(fault_kind::malformed, sent,
                         "the reply of " + where_ + " is not HTTP (" + error.message() + ")");
        return fault(fault_kind::broken, sent,
                     "the connection to " + where_ + " broke (" + error.message() + ")");
    }

    Stream stream_;
    beast::flat_buffer buffer_{most_buffered};
    link_options options_;
    std::string where_;
    far_end met_;
    bool fresh_ = true; // no exchange yet
    bool reusable_ = true;
    bool closed_ = false;
};

} // namespace

std::unique_ptr<link> make_link(asio::any_io_executor executor, link_options const& options) {
    if (options.tls == nullptr)
        return std::make_unique<stream_link<plain_stream>>(plain_stream(executor), options);
    return std::make_unique<stream_link<tls_stream>>(tls_stream(executor, options.tls->context()), options);
}

} // namespace muster::http
