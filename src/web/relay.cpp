#include "web/relay.hpp"

#include "http/as_result.hpp"
#include "http/unix_address.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <charconv>
#include <exception>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::web {

namespace asio = boost::asio;
using local = asio::local::stream_protocol;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t longest_reply = std::size_t{1} << 20U;
constexpr std::chrono::seconds longest_wait{10}; // a run that steers, or tells, does it at once

/// A connection to a run's socket, which is closed when a wait takes too long.
struct line : std::enable_shared_from_this<line> {
    explicit line(asio::any_io_executor const& on) : socket(on), time(on) {}

    void limit() {
        time.expires_after(longest_wait);
        time.async_wait([still = weak_from_this()](boost::system::error_code error) {
            auto const it = still.lock();
            boost::system::error_code ignored; // it is over either way
            if (!error && it) it->socket.close(ignored);
        });
    }

    local::socket socket;
    asio::steady_timer time;
};

/// Connects, and sends a request; false: nobody listens there.
asio::awaitable<bool> begin(std::shared_ptr<line> to, fs::path socket, std::string request) {
    std::optional<http::unix_address> address;
    try {
        address.emplace(socket);
    } catch (std::exception const&) { // its directory is gone
    }
    if (!address) co_return false;
    to->limit();
    local::endpoint const there(address->text());
    auto [refused] = co_await to->socket.async_connect(there, http::as_result);
    if (refused) co_return false;
    auto [wrong, size] = co_await asio::async_write(to->socket, asio::buffer(request), http::as_result);
    co_return !wrong;
}

/// What comes next; empty = no more.
asio::awaitable<std::string> more(std::shared_ptr<line> from) {
    from->limit();
    std::string part(std::size_t{64} * 1024, '\0');
    auto [wrong, size] = co_await from->socket.async_read_some(asio::buffer(part), http::as_result);
    part.resize(wrong ? 0 : size);
    co_return part;
}

std::string request_of(std::string const& method, std::string const& target, std::string const& body) {
    return method + " " + target + " HTTP/1.1\r\nHost: muster\r\nConnection: close\r\nContent-Length: "
           + std::to_string(body.size()) + "\r\n\r\n" + body;
}

unsigned status_of(std::string_view head) {
    constexpr std::string_view version = "HTTP/1.1 ";
    unsigned status = 0;
    if (head.starts_with(version) && head.size() >= version.size() + 3)
        std::from_chars(head.data() + version.size(), head.data() + version.size() + 3, status);
    return status;
}

class open_events final : public run_events, public std::enable_shared_from_this<open_events> {
public:
    open_events(std::shared_ptr<line> from, std::string first)
        : from_(std::move(from)),
          unread_(std::move(first)) {}

    void pass_on(std::shared_ptr<http::served_stream> to) override {
        if (!open_) return to->end();
        if (!last_.empty() && !to->write(last_)) return;
        followers_.push_back(std::move(to));
        if (!std::exchange(pumps_, true))
            asio::co_spawn(from_->socket.get_executor(), pump(shared_from_this()), asio::detached);
    }
    [[nodiscard]] bool is_open() const override { return open_; }

private:
    static asio::awaitable<void> pump(std::shared_ptr<open_events> self) {
        self->tell_whole_ones();
        while (!self->followers_.empty() && self->unread_.size() <= longest_reply) {
            auto next = co_await more(self->from_); // a run says how it stands each second
            if (next.empty()) break;
            self->unread_ += next;
            self->tell_whole_ones();
        }
        self->open_ = false;
        for (auto const& each : self->followers_) each->end();
        self->followers_.clear();
        self->from_->time.cancel();
        boost::system::error_code ignored; // it is over either way
        self->from_->socket.close(ignored);
    }

    /// Tells the events that are there whole.
    void tell_whole_ones() {
        constexpr std::string_view end = "\n\n";
        auto const behind = unread_.rfind(end);
        if (behind == unread_.npos) return;
        auto const whole = unread_.substr(0, behind + end.size());
        unread_.erase(0, whole.size());
        auto const before_last = whole.rfind(end, behind == 0 ? 0 : behind - 1);
        last_ = before_last == whole.npos || before_last == behind ? whole
                                                                   : whole.substr(before_last + end.size());
        std::erase_if(followers_, [&](auto const& each) { return !each->write(whole); });
    }

    std::shared_ptr<line> from_;
    std::string unread_; // the beginning of an event
    std::string last_;   // the last whole one
    std::vector<std::shared_ptr<http::served_stream>> followers_;
    bool pumps_ = false;
    bool open_ = true;
};

} // namespace

asio::awaitable<std::optional<run_reply>> ask_run(asio::any_io_executor on, fs::path socket,
                                                  std::string method, std::string target, std::string body) {
    auto const to = std::make_shared<line>(on);
    auto request = request_of(method, target, body);
    bool const begun = co_await begin(to, std::move(socket), std::move(request));
    std::string text;
    while (begun && text.size() <= longest_reply) {
        auto part = co_await more(to);
        if (part.empty()) break;
        text += part;
    }
    to->time.cancel();
    auto const end = text.find("\r\n\r\n");
    run_reply reply;
    reply.status = status_of(text);
    if (end == text.npos || reply.status == 0) co_return std::nullopt;
    reply.body = text.substr(end + 4);
    co_return reply;
}

asio::awaitable<std::shared_ptr<run_events>> run_events::open(asio::any_io_executor on, fs::path socket) {
    auto const to = std::make_shared<line>(on);
    auto request = request_of("GET", "/events", "");
    bool const begun = co_await begin(to, std::move(socket), std::move(request));
    std::string text;
    auto end = text.npos;
    while (begun && end == text.npos && text.size() <= longest_reply) {
        auto part = co_await more(to);
        if (part.empty()) break;
        text += part;
        end = text.find("\r\n\r\n");
    }
    std::shared_ptr<run_events> events;
    if (end != text.npos && status_of(text) == 200)
        events = std::make_shared<open_events>(to, text.substr(end + 4));
    else
        to->time.cancel();
    co_return events;
}

} // namespace muster::web
