#include "http/client.hpp"

#include "core/errors.hpp"
#include "http/as_result.hpp"
#include "http/link.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <optional>
#include <set>
#include <stdexcept>
#include <vector>

namespace muster::http {

namespace asio = boost::asio;

namespace {

// How long a name's addresses are used before they are asked for again.
constexpr std::chrono::seconds addresses_last{30};
constexpr std::size_t read_at_once = 65536;
// The room of larger ones is not kept.
constexpr std::size_t usual_request = 4096;

endpoint checked_endpoint(std::string const& base_url) {
    try {
        return parse_endpoint(base_url);
    } catch (std::invalid_argument const& e) {
        throw core::job_error(core::exit_status::usage, "provider.baseUrl " + std::string(e.what()));
    }
}

/// Takes a link off the list of all when it is deleted.
struct unlist {
    std::set<link*>* all = nullptr;
    void operator()(link* each) const {
        all->erase(each);
        delete each;
    }
};

/// A link that abort() reaches for as long as it lives.
using listed_link = std::unique_ptr<link, unlist>;

fault unsent() {
    return fault(fault_kind::aborted, false, "given up before it was sent");
}

/// A connection that is lent, or waits to be. It renews its link by itself where the peer closed that while
/// it waited for its turn.
class lent_connection final : public connection {
public:
    lent_connection(client::implementation& owner, listed_link over)
        : owner_(owner),
          link_(std::move(over)) {}

    asio::awaitable<void> exchange(request const& r, answer& into) override; // no coroutine, if it can
    [[nodiscard]] bool quiet() const { return link_->quiet(); }
    [[nodiscard]] bool reusable() const { return link_ && link_->reusable(); }
    /// Whether the peer had closed it, so that a request met that half way.
    [[nodiscard]] bool was_stale() const { return was_idle_ && link_->broken(); }
    void note_idle() {
        was_idle_ = true;
        if (wire_.size() > usual_request) wire_ = {};
    }

private:
    asio::awaitable<void> exchange_anew(request const& r, answer& into);

    client::implementation& owner_;
    listed_link link_;
    bool was_idle_ = false; // it carried an exchange before
    std::string wire_;      // what was sent last, in room that is used again
};

} // namespace

struct client::implementation {
    implementation(asio::any_io_executor const& with, client_options const& given)
        : executor(with),
          sockets(with),
          times(with),
          options(given),
          to(checked_endpoint(given.base_url)),
          where(to.host_and_port()) {
        if (to.tls) tls.emplace(given.ca_file);
        if (to.tls && given.via) via = &*options.via; // plain http is for this machine alone
        head = " HTTP/1.1\r\nHost: " + to.host_header()
               + "\r\nUser-Agent: muster/" MUSTER_VERSION "\r\nAccept: application/json, text/plain\r\n"
               + given.more_fields;
        if (!given.secret_header.empty()) head += given.secret_header + ": " + given.secret_value + "\r\n";
    }

    asio::any_io_executor executor;
    readiness sockets;
    deadlines times;
    client_options options;
    endpoint to;
    std::string where;
    std::optional<tls_client> tls;
    proxy const* via = nullptr; // into options
    std::string head;           // what every request's head ends with; holds the key

    std::optional<addresses> known;
    core::instant known_since{};
    std::vector<char> scratch = std::vector<char>(read_at_once);
    std::set<link*> links; // all there are: being opened, idle, lent out
    std::vector<std::unique_ptr<lent_connection>> idle;
    far_end met;           // by the link that was opened last
    unsigned use_once = 0; // so many more connections are not kept
    bool aborted = false;

    asio::awaitable<std::variant<listed_link, fault>> connect();
    void stop_reusing();
    void write_head(request const& r, std::string& out) const;
};

asio::awaitable<void> lent_connection::exchange(request const& r, answer& into) {
    if (owner_.aborted || !link_->quiet()) return exchange_anew(r, into);
    owner_.write_head(r, wire_);
    return link_->exchange(wire_, r.urgent, into);
}

asio::awaitable<void> lent_connection::exchange_anew(request const& r, answer& into) {
    if (owner_.aborted) {
        into = unsent();
        co_return;
    }
    link_.reset();
    was_idle_ = false;
    auto opened = co_await owner_.connect();
    if (auto* const failed = std::get_if<fault>(&opened)) {
        into = std::move(*failed);
        co_return;
    }
    link_ = std::move(std::get<listed_link>(opened));
    owner_.write_head(r, wire_);
    co_await link_->exchange(wire_, r.urgent, into);
}

asio::awaitable<std::variant<listed_link, fault>> client::implementation::connect() {
    auto const now = std::chrono::steady_clock::now();
    if (!known || now - known_since > addresses_last) {
        auto const& host = via != nullptr ? via->host : to.host;
        auto const& port = via != nullptr ? via->port : to.port;
        asio::ip::tcp::resolver resolver(executor);
        auto [error, found] = co_await resolver.async_resolve(host, port, as_result);
        if (error)
            co_return fault(fault_kind::resolve, false,
                            std::string(via != nullptr ? "the proxy's" : "the") + " host name " + host
                                + " does not resolve: " + error.message());
        known = found;
        known_since = now;
    }
    if (aborted) co_return unsent();
    link_options const how(sockets, times, to, tls ? &*tls : nullptr, via, options.connect_timeout,
                           options.request_timeout, options.reply_limit, scratch);
    listed_link fresh(make_link(executor, how).release(), unlist{&links});
    links.insert(fresh.get());
    auto failed = co_await fresh->open(*known);
    if (failed) {
        known.reset(); // the addresses may have moved
        co_return std::move(*failed);
    }
    met = fresh->met();
    co_return fresh;
}

void client::implementation::stop_reusing() {
    // The peer closes connections without saying so, and some requests meet that half way. New connections
    // for a while: a member whose every attempt met it would fail.
    constexpr unsigned a_while = 16;
    use_once = a_while;
    idle.clear();
}

void client::implementation::write_head(request const& r, std::string& out) const {
    // One contiguous buffer: a good deal cheaper than Beast's serializer for small requests.
    out.clear();
    constexpr std::string_view end = "\r\n", no_body = "Content-Length: 0\r\n",
                               with_body = "Content-Type: application/json\r\nContent-Length: ";
    out.append(to_string(r.verb)).append(1, ' ').append(to.prefix).append(r.target).append(head);
    if (!r.body.empty())
        out.append(with_body).append(std::to_string(r.body.size())).append(end);
    else if (r.verb != method::get)
        out.append(no_body);
    out.append(end).append(r.body);
}

client::client(asio::any_io_executor executor, client_options options)
    : self_(std::make_unique<implementation>(executor, options)) {}

client::~client() = default;

asio::awaitable<transport::acquired> client::acquire() {
    auto idle = take_idle();
    if (idle) co_return acquired(std::move(idle));
    if (self_->aborted) co_return unsent();
    auto opened = co_await self_->connect();
    if (auto* const failed = std::get_if<fault>(&opened)) co_return std::move(*failed);
    auto& fresh = std::get<listed_link>(opened);
    std::unique_ptr<connection> lent = std::make_unique<lent_connection>(*self_, std::move(fresh));
    co_return lent;
}

std::unique_ptr<connection> client::take_idle() {
    while (!self_->aborted && !self_->idle.empty()) {
        auto one = std::move(self_->idle.back()); // the last one used is the least likely to have been closed
        self_->idle.pop_back();
        if (one->quiet()) return one;
    }
    return nullptr;
}

void client::release(std::unique_ptr<connection> c) {
    std::unique_ptr<lent_connection> back(static_cast<lent_connection*>(c.release()));
    if (back->was_stale()) self_->stop_reusing();
    if (!back->reusable() || self_->aborted) return;
    if (self_->use_once > 0) {
        --self_->use_once;
        return;
    }
    back->note_idle();
    self_->idle.push_back(std::move(back));
}

void client::interrupt() {
    self_->idle.clear();
    for (auto* const each : self_->links) each->close();
}

void client::abort() {
    self_->aborted = true;
    interrupt();
}

far_end const& client::met() const {
    return self_->met;
}

std::string const& client::host_and_port() const {
    return self_->where;
}

} // namespace muster::http
