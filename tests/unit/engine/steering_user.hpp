#pragma once
#include "random_job.hpp"

namespace muster::simulated {

/// Half of the restless users have a hand on their jobs, too; with dice of its own, so that the rest of a
/// life is the same with and without.
class steering_user {
public:
    /// The world must outlive it.
    steering_user(std::uint64_t seed, model_world& around)
        : dice_(seed + 2'000'000'011),
          steers_(dice_.chance(0.5)),
          world_(around) {}
    [[nodiscard]] bool steers() const { return steers_; }

    /// What is done to the next run from outside. Each pause is followed by what ends it, or the run.
    void steer();
    /// What is done to the job while it does not run, and has run before; `after_error` = the last run ended
    /// by one.
    void mark(bool after_error);

private:
    void pause(core::duration when);

    dice dice_;
    bool steers_;
    model_world& world_;
};

} // namespace muster::simulated
