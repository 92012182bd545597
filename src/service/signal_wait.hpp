#pragma once
#include "core/time.hpp"

#include <csignal>
#include <initializer_list>

namespace muster::service {

/// Holds signals back for as long as it lives, and hands them over one by one.
class signal_wait {
public:
    explicit signal_wait(std::initializer_list<int> numbers);
    ~signal_wait();
    signal_wait(signal_wait const&) = delete;
    signal_wait& operator=(signal_wait const&) = delete;

    /// The next of them, for which is waited so long; 0 = none came.
    int next(core::duration wait);

private:
    ::sigset_t ours_{};
    ::sigset_t before_{};
};

} // namespace muster::service
