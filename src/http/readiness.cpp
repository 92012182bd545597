#include "http/readiness.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/epoll.h>
#include <utility>

namespace muster::http {

namespace asio = boost::asio;

namespace {

[[noreturn]] void cannot(char const* what) {
    throw boost::system::system_error(errno, boost::system::system_category(), what);
}

int new_epoll_set() {
    int const set = ::epoll_create1(EPOLL_CLOEXEC);
    if (set < 0) cannot("cannot wait for sockets");
    return set;
}

// Mostly all that there are; the timers and the disk need not wait for more.
constexpr unsigned resumed_at_once = 256;
constexpr std::uint32_t ends = EPOLLRDHUP | EPOLLHUP | EPOLLERR;

} // namespace

readiness::readiness(asio::any_io_executor executor)
    : executor_(std::move(executor)),
      set_(executor_, new_epoll_set()) {}

void readiness::add(watched_socket& one) {
    // By edges: what is known stays known until somebody reads or writes, and no call has to ask for it anew.
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.ptr = &one;
    if (::epoll_ctl(set_.native_handle(), EPOLL_CTL_ADD, one.descriptor(), &event) != 0)
        cannot("cannot wait for a socket");
}

void readiness::remove(watched_socket& one) {
    std::replace(ready_.begin(), ready_.end(), &one, static_cast<watched_socket*>(nullptr));
}

void readiness::refresh() {
    constexpr std::chrono::milliseconds recent{1};
    if (std::chrono::steady_clock::now() - taken_in_ < recent) return;
    take_in();
    resume_soon();
}

void readiness::resume_soon() {
    if (resuming_ || ready_.empty()) return;
    resuming_ = true;
    asio::post(executor_, [this, alive = std::weak_ptr<void>(alive_)] {
        if (!alive.expired()) resume_ready();
    });
}

/// Has Asio call us once there is something to take in; only while anybody waits, as that keeps its loop
/// running.
void readiness::arm() {
    if (armed_) return;
    armed_ = true;
    set_.async_wait(asio::posix::descriptor_base::wait_read,
                    [this, alive = std::weak_ptr<void>(alive_)](boost::system::error_code const& error) {
                        if (error || alive.expired()) return;
                        armed_ = false;
                        take_in();
                        if (!resuming_) resume_ready();
                        if (!alive.expired() && waits_ > 0) arm();
                    });
}

void readiness::disarm_if_idle() {
    if (waits_ > 0 || !armed_) return;
    armed_ = false;
    boost::system::error_code ignored;
    set_.cancel(ignored);
}

/// Notes what has changed. Whose wait is over by that is put among the ready ones.
void readiness::take_in() {
    std::array<epoll_event, 64> batch; // filled by the call
    int count = 0;
    do {
        count = ::epoll_wait(set_.native_handle(), batch.data(), static_cast<int>(batch.size()), 0);
        for (int i = 0; i < count; ++i) {
            auto const& event = batch[static_cast<std::size_t>(i)];
            auto& one = *static_cast<watched_socket*>(event.data.ptr);
            if ((event.events & EPOLLIN) != 0) one.readable_ = true;
            if ((event.events & EPOLLOUT) != 0) one.writable_ = true;
            if ((event.events & ends) != 0) one.ended_ = true;
            if (one.wait_is_over()) ready_.insert(one.urgent_ ? ready_.begin() : ready_.end(), &one);
        }
    } while (count == static_cast<int>(batch.size()) || (count < 0 && errno == EINTR));
    taken_in_ = std::chrono::steady_clock::now();
}

void readiness::resume_ready() {
    resuming_ = true;
    std::weak_ptr<void> const alive = alive_; // whoever is resumed may be the last who needs us
    for (unsigned resumed = 0; resumed < resumed_at_once && !ready_.empty();) {
        auto* const one = ready_.front();
        ready_.pop_front();
        if (one == nullptr || !one->wait_is_over()) continue; // gone, or resumed already
        auto who = one->end_wait();
        std::move(who)();
        if (alive.expired()) return;
        ++resumed;
    }
    resuming_ = false;
    resume_soon();
}

watched_socket::watched_socket(readiness& all, files::descriptor socket)
    : all_(all),
      socket_(std::move(socket)) {
    all_.add(*this);
}

watched_socket::~watched_socket() {
    all_.remove(*this);
    if (awaited_ != nullptr) static_cast<void>(end_wait());
}

asio::awaitable<void> watched_socket::until(condition what) {
    // No coroutine of our own: one frame less for each request.
    return asio::async_initiate<asio::use_awaitable_t<> const, void()>(
        [this, what](auto handler) { begin_wait(what, std::move(handler)); }, asio::use_awaitable);
}

void watched_socket::begin_wait(condition what, waiter who) {
    awaited_ = what;
    waiter_.swap(who); // Boost 1.81: to assign one calls itself without an end
    ++all_.waits_;
    all_.arm();
}

watched_socket::waiter watched_socket::end_wait() {
    awaited_ = nullptr;
    --all_.waits_;
    all_.disarm_if_idle();
    waiter who;
    who.swap(waiter_);
    return who;
}

void watched_socket::wake() {
    if (awaited_ != nullptr) asio::post(all_.executor_, end_wait());
}

void watched_socket::close() {
    socket_ = files::descriptor(); // and the set forgets it
    wake();
}

} // namespace muster::http
