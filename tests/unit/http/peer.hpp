#pragma once
#include <openssl/ssl.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

namespace muster::http::tests {

/// The server's end of one connection. Blocking; gives up after some seconds rather than hang.
class peer_end {
public:
    /// `tls` may be nullptr. Takes the handle over.
    peer_end(int handle, SSL_CTX* tls);
    ~peer_end();
    peer_end(peer_end const&) = delete;
    peer_end& operator=(peer_end const&) = delete;

    /// Whether the TLS handshake went well.
    [[nodiscard]] bool ready() const { return ready_; }
    /// Whether the client took an earlier TLS session up.
    [[nodiscard]] bool resumed() const { return SSL_session_reused(ssl_) == 1; }
    /// One whole request; what there was of it if the client closed before.
    std::string read_request();
    void send(std::string_view bytes);
    /// Sends byte by byte, each in a segment of its own.
    void dribble(std::string_view bytes);
    /// Resets the connection: the client gets ECONNRESET instead of an end.
    void reset();
    /// Waits until the client has closed.
    void wait_for_close();

private:
    std::size_t receive(char* into, std::size_t most);
    int handle_;
    SSL* ssl_ = nullptr;
    bool ready_ = true;
    std::string surplus_;
};

/// A server that does to each connection what the test tells it to; on 127.0.0.1, one connection after
/// another, on a thread of its own.
class peer {
public:
    /// `script` gets each connection with its number, from 0 on; the connection is closed when it returns.
    using script = std::function<void(peer_end&, int)>;
    explicit peer(script s, SSL_CTX* tls = nullptr);
    ~peer();
    peer(peer const&) = delete;
    peer& operator=(peer const&) = delete;

    [[nodiscard]] std::string port() const { return port_; }
    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + port_; }
    [[nodiscard]] int connections() const { return connections_; }
    /// Accepts nothing more and waits for the thread, so that what the script noted can be read.
    void finish();

private:
    void serve(SSL_CTX* tls);
    script script_;
    int listener_;
    std::string port_;
    std::atomic<int> connections_{0};
    std::thread thread_;
};

/// Answers every request of every connection with `bytes`, until the client closes.
peer::script answering(std::string bytes);

/// A 200 reply with this body and its length.
std::string ok(std::string_view body, std::string_view extra_fields = {});

} // namespace muster::http::tests
