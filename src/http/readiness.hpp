#pragma once
#include "files/descriptor.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>

namespace muster::http {

class watched_socket;

/// Which sockets of a client can be read or written: one epoll set, which tells of many of them in one call.
/// Asio would try each socket before it waits for it, nearly always for nothing. Of one thread. Must outlive
/// its sockets.
class readiness {
public:
    /// Throws boost::system::system_error if the system gives no epoll set.
    explicit readiness(boost::asio::any_io_executor executor);
    ~readiness() = default;
    readiness(readiness const&) = delete;
    readiness& operator=(readiness const&) = delete;

    /// Takes in what has changed by now, unless it did so within the last millisecond. Resumes nobody at
    /// once.
    void refresh();

private:
    friend class watched_socket;
    void add(watched_socket& one);
    void remove(watched_socket& one);
    void arm();
    void disarm_if_idle();
    void take_in();
    void resume_soon();
    void resume_ready();

    boost::asio::any_io_executor executor_;
    boost::asio::posix::stream_descriptor set_;
    // Whose wait is over; nullptr = gone meanwhile.
    std::deque<watched_socket*> ready_;
    bool resuming_ = false; // those are being resumed, or will be soon
    std::size_t waits_ = 0;
    bool armed_ = false; // Asio calls us once there is something to take in
    std::chrono::steady_clock::time_point taken_in_{};
    std::shared_ptr<void> alive_ = std::make_shared<int>();
};

/// A connected socket, and what is known of it. That comes late, but is never lost: a socket that is not said
/// to be readable may be so by now, and whoever waits for it is resumed; one that is said to be may turn out
/// empty.
class watched_socket {
public:
    /// Takes the socket over. `all` must outlive it. Throws boost::system::system_error.
    watched_socket(readiness& all, files::descriptor socket);
    ~watched_socket();
    watched_socket(watched_socket const&) = delete;
    watched_socket& operator=(watched_socket const&) = delete;

    /// -1 once it is closed.
    [[nodiscard]] int descriptor() const { return socket_.get(); }
    /// Whether a read may find something: bytes, the end, or an error.
    [[nodiscard]] bool readable() const { return readable_ || ended_; }
    [[nodiscard]] bool writable() const { return writable_ || ended_; }
    /// Whether the peer has closed its side, or the connection is broken.
    [[nodiscard]] bool ended() const { return ended_; }
    /// For whoever reads or writes to say: there was nothing more to read; no more room to write.
    void drained() { readable_ = false; }
    void filled() { writable_ = false; }

    /// Whether whoever waits for it is resumed before others.
    void set_urgent(bool is) { urgent_ = is; }

    /// Suspend until the socket may be read (written), after it could not be, or wake() or close() is called.
    /// One wait at a time.
    boost::asio::awaitable<void> until_readable() { return until(&watched_socket::readable); }
    boost::asio::awaitable<void> until_writable() { return until(&watched_socket::writable); }
    /// Ends the wait under way, if there is one; whoever waits is resumed later, not within the call.
    void wake();
    /// Closes the socket at once, and ends the wait.
    void close();

private:
    friend class readiness;
    using condition = bool (watched_socket::*)() const;
    using waiter = boost::asio::any_completion_handler<void()>;

    boost::asio::awaitable<void> until(condition what);
    void begin_wait(condition what, waiter who);
    waiter end_wait();
    [[nodiscard]] bool wait_is_over() const { return awaited_ != nullptr && (this->*awaited_)(); }

    readiness& all_;
    files::descriptor socket_;
    bool readable_ = false;
    bool writable_ = true;
    bool ended_ = false;
    bool urgent_ = false;
    condition awaited_ = nullptr; // what is waited for; nullptr = nobody waits
    waiter waiter_;
};

} // namespace muster::http
