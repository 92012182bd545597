#pragma once
#include "files/storage.hpp"
#include "launch/store.hpp"

#include <chrono>
#include <memory>

namespace muster::service {

/// What a supervisor holds while it lives: the lock of the state directory, or, in a store that several hosts
/// share, this host's; and there the lead, which one of all hosts has.
class supervisor_locks {
public:
    /// Takes the lock. In a store it waits for what a supervisor of this host that was killed has left, no
    /// longer than a lease lasts. Throws core::job_error: busy if another supervisor has it, usage if it
    /// cannot be taken. `jobs` must outlive it.
    explicit supervisor_locks(launch::store& jobs);

    /// Whether this is the only supervisor, or the one of several that does what is to be done once for all,
    /// such as telling people. It takes the lead if nobody has it.
    [[nodiscard]] bool leads();

private:
    launch::store& jobs_;
    std::unique_ptr<files::file_lock> lock_, lead_;
    std::chrono::steady_clock::time_point lead_tried_again_{};
};

} // namespace muster::service
