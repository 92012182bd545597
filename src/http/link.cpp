#include "http/link.hpp"

#include "http/as_result.hpp"
#include "http/channel.hpp"
#include "http/link_faults.hpp"
#include "http/reply_parser.hpp"
#include "http/tls_channel.hpp"
#include "http/unparsed_bytes.hpp"

#include <boost/asio/connect.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>

namespace muster::http {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

// What a proxy may say before it leads on.
constexpr std::size_t most_from_proxy = 65536;

std::string text_of(asio::ip::tcp::endpoint const& at) {
    auto const address = at.address().to_string();
    return (at.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(at.port());
}

reply_trouble trouble_of(beast::error_code why) {
    using beast::http::error;
    if (why == too_late) return reply_trouble::late;
    if (why.category() != beast::http::make_error_code(error::bad_version).category())
        return reply_trouble::connection;
    if (why == error::header_limit || why == error::buffer_overflow) return reply_trouble::head_too_large;
    if (why == error::body_limit) return reply_trouble::too_large;
    if (why == error::end_of_stream) return reply_trouble::none_came;
    return why == error::partial_message ? reply_trouble::cut_short : reply_trouble::not_http;
}

class socket_link final : public link {
public:
    socket_link(asio::any_io_executor executor, link_options const& options)
        : executor_(std::move(executor)),
          options_(options),
          faults_(options),
          deadline_(options.times, [this] { miss_deadline(); }) {}

    asio::awaitable<std::optional<fault>> open(addresses to) override {
        deadline_.set(options_.connect_timeout);
        auto const connect_error = co_await connect(std::move(to));
        if (closed_) co_return faults_.given_up(false);
        if (connect_error) co_return faults_.of_connecting(connect_error);
        if (options_.tls != nullptr) {
            if (options_.via != nullptr) {
                auto refused = co_await ask_proxy();
                if (refused) co_return std::move(*refused);
            }
            deadline_.set(options_.connect_timeout);
            auto failed = co_await shake_hands();
            if (failed) co_return std::move(*failed);
        }
        deadline_.clear();
        co_return std::nullopt;
    }

    asio::awaitable<void> exchange(std::string_view request, bool urgent, answer& into) override {
        reusable_ = broken_ = false;
        socket_->set_urgent(urgent);
        deadline_.set(options_.request_timeout);
        // Most requests leave at once.
        auto const sent = channel_->write(request);
        if (sent.what != attempt::result::done || sent.bytes < request.size()) {
            auto const send_error = co_await send_on(request, sent);
            if (send_error) {
                fail(send_error, into);
                co_return;
            }
        }
        for (bool is_final = false; !is_final;) { // RFC 9110, 15.2: any number of interim ones may come first
            reply_parser parser(fresh_reply(into));
            parser.body_limit(options_.reply_limit);
            parser.eager(true);
            auto error = unparsed_.parse(parser, {});
            while (wants_more(parser, error)) {
                auto const got = channel_->read(options_.scratch.data(), options_.scratch.size());
                if (got.what == attempt::result::done) {
                    error = unparsed_.parse(parser, {options_.scratch.data(), got.bytes});
                } else if (got.what == attempt::result::wants_read) { // mostly: no coroutine of its own
                    co_await socket_->until_readable();
                    error = broken_off();
                } else {
                    auto const waited = co_await wait_for(got);
                    error = waited == asio::error::eof ? at_end(parser) : waited;
                }
            }
            is_final = error || parser.result.status >= 200;
            if (is_final) end(error, parser, into);
        }
    }

    [[nodiscard]] bool reusable() const override { return reusable_; }
    [[nodiscard]] bool broken() const override { return broken_; }

    [[nodiscard]] far_end const& met() const override { return met_; }

    [[nodiscard]] bool quiet() override {
        if (closed_ || late_) return false;
        options_.sockets.refresh();
        return channel_->quiet();
    }

    // Without TLS's close_notify: every reply that we use told its own length.
    void close() override {
        closed_ = true;
        deadline_.clear();
        stop();
    }

private:
    /// Ends what is under way.
    void stop() {
        if (connecting_ != nullptr) connecting_->close();
        if (socket_) socket_->close();
    }

    void miss_deadline() {
        late_ = true;
        stop();
    }

    asio::awaitable<beast::error_code> connect(addresses to) {
        asio::ip::tcp::socket socket(executor_);
        connecting_ = &socket;
        auto const [error, at] = co_await asio::async_connect(socket, to, as_result);
        connecting_ = nullptr;
        if (late_) co_return make_error_code(too_late);
        if (closed_) co_return asio::error::operation_aborted;
        if (error) co_return why_not_connected(error);
        beast::error_code ignored;
        socket.set_option(asio::ip::tcp::no_delay(true), ignored);
        met_.address = text_of(at);
        beast::error_code failed;
        files::descriptor own(socket.release(failed));
        if (failed) co_return failed;
        socket_.emplace(options_.sockets, std::move(own));
        channel_ = std::make_unique<plain_channel>(*socket_);
        co_return beast::error_code();
    }

    /// Asio says "canceled" of a socket that it could not open, too.
    [[nodiscard]] beast::error_code why_not_connected(beast::error_code error) const {
        if (error != asio::error::operation_aborted) return error;
        beast::error_code why;
        asio::ip::tcp::socket(executor_).open(asio::ip::tcp::v4(), why);
        return why ? why : error;
    }

    asio::awaitable<std::optional<fault>> shake_hands() {
        auto secure = std::make_unique<tls_channel>(*socket_, *options_.tls, options_.to.host);
        auto const* const connection = secure.get();
        for (;;) {
            auto const made = secure->shake_hands();
            if (made.what == attempt::result::done) break;
            auto const error = co_await wait_for(made);
            if (closed_) co_return faults_.given_up(false);
            if (error) co_return faults_.of_handshake(error, connection->native_handle());
        }
        met_.tls_version = tls_client::version(connection->native_handle());
        met_.certificate_ends = tls_client::certificate_ends(connection->native_handle());
        channel_ = std::move(secure);
        co_return std::nullopt;
    }

    /// Waits until what was attempted may be tried again; the error if it never can be.
    asio::awaitable<beast::error_code> wait_for(attempt tried) {
        if (tried.what == attempt::result::wants_read)
            co_await socket_->until_readable();
        else if (tried.what == attempt::result::wants_write)
            co_await socket_->until_writable();
        else if (tried.what == attempt::result::ended)
            co_return asio::error::eof;
        else
            co_return tried.error;
        co_return broken_off();
    }

    /// Why what was waited for is of no more use; none: it is.
    [[nodiscard]] beast::error_code broken_off() const {
        if (late_) return make_error_code(too_late);
        return closed_ ? asio::error::operation_aborted : beast::error_code();
    }

    /// Sends what a first attempt has not.
    asio::awaitable<beast::error_code> send_on(std::string_view bytes, attempt sent) {
        for (;; sent = channel_->write(bytes)) {
            if (sent.what == attempt::result::done) {
                bytes.remove_prefix(sent.bytes);
                if (bytes.empty()) co_return beast::error_code();
                continue;
            }
            auto const error = co_await wait_for(sent);
            if (error) co_return error;
        }
    }

    /// Has the proxy lead on to the platform (RFC 9110, 9.3.6); nullopt = it does. The request names the
    /// platform, and holds no key.
    asio::awaitable<std::optional<fault>> ask_proxy() {
        auto request = "CONNECT " + faults_.where() + " HTTP/1.1\r\nHost: " + faults_.where() + "\r\n";
        if (!options_.via->authorization.empty())
            request += "Proxy-Authorization: " + options_.via->authorization + "\r\n";
        request += "\r\n";
        deadline_.set(options_.connect_timeout);
        auto const send_error = co_await send_on(request, channel_->write(request));
        if (closed_) co_return faults_.given_up(false);
        if (send_error) co_return faults_.of_proxy(faults_.reason_of(send_error));
        reply said;
        reply_parser parser(said);
        parser.skip(true); // a success has no body, and nobody reads that of a refusal
        beast::flat_buffer head(most_from_proxy);
        while (!parser.is_header_done()) {
            auto const room = head.prepare(most_from_proxy - head.size());
            auto const got = channel_->read(static_cast<char*>(room.data()), room.size());
            if (got.what != attempt::result::done) {
                auto const waited = co_await wait_for(got);
                if (closed_) co_return faults_.given_up(false);
                if (waited) co_return faults_.of_proxy(faults_.reason_of(waited));
                continue;
            }
            head.commit(got.bytes);
            beast::error_code error;
            head.consume(parser.put(head.data(), error));
            if (error && error != beast::http::error::need_more)
                co_return faults_.of_proxy("its reply is not HTTP (" + error.message() + ")");
            if (!parser.is_header_done() && head.size() == most_from_proxy)
                co_return faults_.of_proxy("its reply is too long");
        }
        auto const status = said.status;
        if (status == 407) co_return faults_.of_credentials();
        if (status < 200 || status > 299)
            co_return faults_.of_proxy("it answered HTTP " + std::to_string(status));
        if (head.size() > 0) co_return faults_.of_proxy("it sent more than was asked for");
        co_return std::nullopt;
    }

    void fail(beast::error_code error, answer& into) {
        deadline_.clear();
        auto why = closed_ ? faults_.given_up(true) : faults_.of_exchange(trouble_of(error), error);
        broken_ = why.kind == fault_kind::broken;
        into = std::move(why);
    }

    /// Whether the reply is not whole, and may become so.
    static bool wants_more(reply_parser const& parser, beast::error_code error) {
        return error ? error == beast::http::error::need_more : !parser.is_done();
    }

    /// The peer has ended its side: whether that ends the reply, too.
    static beast::error_code at_end(reply_parser& parser) {
        if (!parser.got_some()) return beast::http::make_error_code(beast::http::error::end_of_stream);
        beast::error_code error;
        parser.put_eof(error);
        return error;
    }

    /// The reply is whole, or never will be.
    void end(beast::error_code error, reply_parser const& parser, answer& into) {
        if (error) return fail(error, into);
        bool const encoded = !parser.content_encoding.empty() && parser.content_encoding != "identity";
        if (encoded && !parser.result.body.empty()) {
            into = faults_.of_encoding(parser.content_encoding);
            return;
        }
        deadline_.clear();
        reusable_ = parser.keep_alive() && unparsed_.empty() && !closed_;
    }

    asio::any_io_executor executor_;
    link_options options_;
    link_faults faults_;
    deadline deadline_;
    asio::ip::tcp::socket* connecting_ = nullptr;
    std::optional<watched_socket> socket_; // once it is connected
    std::unique_ptr<channel> channel_;     // over it
    unparsed_bytes unparsed_;
    far_end met_;
    bool reusable_ = true;
    bool broken_ = false; // in the last exchange
    bool late_ = false;   // a deadline was missed
    bool closed_ = false;
};

} // namespace

std::unique_ptr<link> make_link(asio::any_io_executor executor, link_options const& options) {
    return std::make_unique<socket_link>(std::move(executor), options);
}

} // namespace muster::http
