#include "http/session.hpp"

#include "http/as_result.hpp"
#include "http/outflow.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>

namespace muster::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using any_socket = asio::generic::stream_protocol::socket;

namespace {

constexpr std::size_t head_limit = std::size_t{8} * 1024;
constexpr std::size_t read_size = 65536; // Beast reads 512 bytes at a time into a buffer that is not reserved

std::string head_of(served_reply const& r, bool keep_alive, std::string const& fields) {
    std::string head = "HTTP/1.1 " + std::to_string(r.status) + ' ';
    head += std::string_view(beast::http::obsolete_reason(beast::http::int_to_status(r.status)));
    head += "\r\nContent-Type: " + r.content_type + "\r\n" + fields + r.more_fields;
    // The end of a stream is that of its connection.
    constexpr unsigned not_modified = 304; // whose length would be that of the body that it stands for
    if (!r.stream && r.status != not_modified)
        head += "Content-Length: " + std::to_string(r.body.size()) + "\r\n";
    if (!keep_alive || r.stream) head += "Connection: close\r\n";
    return head + "\r\n";
}

served_request take_request(beast::http::request<beast::http::string_body>&& message) {
    served_request r;
    r.method = std::string_view(message.method_string());
    r.target = std::string_view(message.target());
    for (auto const& each : message)
        r.fields.emplace_back(std::string_view(each.name_string()), std::string_view(each.value()));
    r.body = std::move(message.body());
    return r;
}

std::string size_text(std::size_t bytes) {
    constexpr std::size_t kib = 1024;
    if (bytes >= kib * kib && bytes % (kib * kib) == 0) return std::to_string(bytes / kib / kib) + " MiB";
    if (bytes >= kib && bytes % kib == 0) return std::to_string(bytes / kib) + " KiB";
    return std::to_string(bytes) + " bytes";
}

/// What to answer to bytes that are no request; nullopt where the connection is simply over.
std::optional<served_reply> refusal_of(boost::system::error_code wrong, std::size_t body_limit) {
    if (wrong == beast::http::error::body_limit)
        return served_error(413, "body-too-large", "The body is over " + size_text(body_limit) + ".");
    if (wrong == beast::http::error::header_limit)
        return served_error(431, "head-too-large", "The head is over " + size_text(head_limit) + ".");
    bool const parsing =
        wrong.category() == beast::http::make_error_code(beast::http::error::body_limit).category();
    if (!parsing || wrong == beast::http::error::end_of_stream
        || wrong == beast::http::error::partial_message)
        return std::nullopt;
    return served_error(400, "bad-request", "This is not HTTP/1.1.");
}

class open_session final : public session, public std::enable_shared_from_this<open_session> {
public:
    open_session(any_socket socket, served_peer from, answerer const& answer, server_limits const& limits)
        : socket_(std::move(socket)),
          answer_(answer),
          limits_(limits),
          from_(std::move(from)),
          timer_(socket_.get_executor()),
          deadline_(socket_.get_executor()) {
        buffer_.reserve(read_size);
    }

    asio::awaitable<void> run() override {
        bool open = true;
        while (open && !stopping_) open = co_await exchange();
        deadline_.cancel();
    }

    void stop() override {
        stopping_ = true;
        if (reading_) close();
        if (stream_) stream_->end();
        timer_.cancel();
    }

    void close() override {
        boost::system::error_code ignored; // it is over either way
        socket_.close(ignored);
    }

private:
    /// Reads one request and answers it; false when the connection is at its end.
    asio::awaitable<bool> exchange() {
        beast::http::request_parser<beast::http::string_body> parser;
        parser.header_limit(head_limit);
        parser.body_limit(limits_.body);
        begin_deadline();
        reading_ = true;
        auto [wrong, size] = co_await beast::http::async_read(socket_, buffer_, parser, as_result);
        reading_ = false;
        deadline_.cancel();
        if (wrong) {
            auto const refusal = refusal_of(wrong, limits_.body);
            if (refusal) co_await send(*refusal, false);
            co_return false;
        }
        bool const keep_alive = parser.keep_alive();
        auto request = take_request(parser.release());
        request.from = from_;
        auto const made = co_await answer_to(std::move(request));
        if (made.delay > core::duration::zero() && !stopping_) {
            timer_.expires_after(made.delay);
            co_await timer_.async_wait(as_result);
        }
        if (made.stream) co_return co_await send_stream(made);
        if (made.how == delivery::whole) co_return co_await send(made, keep_alive && !stopping_);
        co_return co_await send_broken(made);
    }

    asio::awaitable<served_reply> answer_to(served_request request) {
        try {
            auto made = co_await answer_(std::move(request));
            co_return made;
        } catch (std::exception const&) { // told below: one request must not end what the loop is for
        }
        co_return served_error(500, "internal-error", "The request could not be answered.");
    }

    void begin_deadline() {
        if (limits_.idle == core::duration::zero()) return;
        deadline_.expires_after(limits_.idle);
        deadline_.async_wait([self = weak_from_this()](boost::system::error_code error) {
            auto const still = self.lock();
            if (!error && still) still->close();
        });
    }

    asio::awaitable<bool> send(served_reply const& r, bool keep_alive) {
        auto const head = head_of(r, keep_alive, limits_.fields);
        std::array<asio::const_buffer, 2> const parts{asio::buffer(head), asio::buffer(r.body)};
        auto [wrong, size] = co_await asio::async_write(socket_, parts, as_result);
        co_return keep_alive && !wrong;
    }

    asio::awaitable<bool> send_stream(served_reply const& r) {
        stream_ = std::make_shared<outflow>(socket_.get_executor(), limits_.backlog);
        stream_->on_give_up = [this] { close(); };
        bool gone = false;
        asio::steady_timer left(socket_.get_executor(), asio::steady_timer::time_point::max());
        asio::co_spawn(socket_.get_executor(), until_closed(), [this, &gone, &left](std::exception_ptr) {
            gone = true;
            stream_->give_up();
            left.cancel();
        });
        r.stream(stream_);
        if (stopping_) stream_->end();
        auto part = head_of(r, false, limits_.fields);
        while (!part.empty()) {
            auto [wrong, size] = co_await asio::async_write(socket_, asio::buffer(part), as_result);
            if (wrong) stream_->give_up();
            auto next = co_await stream_->next();
            part = std::move(next);
        }
        close();
        while (!gone) co_await left.async_wait(as_result);
        stream_->on_give_up = nullptr; // whoever writes may keep it for longer than this lives
        co_return false;
    }

    asio::awaitable<bool> send_broken(served_reply const& r) {
        if (r.how == delivery::reset) {
            boost::system::error_code ignored;                               // closing is all that is wanted
            socket_.set_option(asio::socket_base::linger(true, 0), ignored); // close() then sends RST
            socket_.close(ignored);
            co_return false;
        }
        auto const text = head_of(r, true, limits_.fields)
                          + (r.how == delivery::truncate ? r.body.substr(0, r.body.size() / 2) : "");
        co_await asio::async_write(socket_, asio::buffer(text), as_result);
        if (r.how == delivery::stall) co_await until_closed();
        co_return false;
    }

    asio::awaitable<void> until_closed() {
        std::array<char, 512> unread{};
        reading_ = stream_ == nullptr;
        for (;;) {
            auto [wrong, size] = co_await socket_.async_read_some(asio::buffer(unread), as_result);
            if (wrong) co_return;
        }
    }

    any_socket socket_;
    answerer const& answer_;
    server_limits const& limits_;
    served_peer from_;
    beast::flat_buffer buffer_;
    asio::steady_timer timer_;
    asio::steady_timer deadline_;
    std::shared_ptr<outflow> stream_;
    bool reading_ = false;
    bool stopping_ = false;
};

} // namespace

std::shared_ptr<session> make_session(any_socket socket, served_peer from, answerer const& answer,
                                      server_limits const& limits) {
    return std::make_shared<open_session>(std::move(socket), std::move(from), answer, limits);
}

} // namespace muster::http
