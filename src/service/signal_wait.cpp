#include "service/signal_wait.hpp"

namespace muster::service {

signal_wait::signal_wait(std::initializer_list<int> numbers) {
    ::sigemptyset(&ours_);
    for (int const n : numbers) ::sigaddset(&ours_, n);
    ::pthread_sigmask(SIG_BLOCK, &ours_, &before_);
}

signal_wait::~signal_wait() {
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

int signal_wait::next(core::duration wait) {
    auto const s = std::chrono::floor<std::chrono::seconds>(wait);
    ::timespec limit{};
    limit.tv_sec = s.count();
    limit.tv_nsec = std::chrono::nanoseconds(wait - s).count();
    auto const got = ::sigtimedwait(&ours_, nullptr, &limit);
    return got > 0 ? got : 0;
}

} // namespace muster::service
