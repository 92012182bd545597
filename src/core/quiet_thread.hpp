#pragma once
#include <csignal>
#include <thread>
#include <utility>

namespace muster::core {

/// A thread that takes no signals: whoever waits for them does so in another, and where one thread lets a
/// signal in, it is that one's, whatever the others wait for.
template <class Work>
std::thread quiet_thread(Work&& work) {
    struct mask {
        mask() {
            sigset_t all;
            ::sigfillset(&all);
            ::pthread_sigmask(SIG_SETMASK, &all, &before);
        }
        ~mask() { ::pthread_sigmask(SIG_SETMASK, &before, nullptr); }
        sigset_t before{};
    } const while_it_begins;
    return std::thread(std::forward<Work>(work));
}

} // namespace muster::core
