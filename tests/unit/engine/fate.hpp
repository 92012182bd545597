#pragma once
#include <cstdint>
#include <functional>
#include <optional>

namespace muster::simulated {

/// Counts what a job does to the world (file operations, requests), and can end it at one of these steps.
/// From then on the world takes no notice of the process: as if it had been killed there.
class fate {
public:
    enum class moment { before, midway, after };

    /// To die at step number `step`, counted from 0.
    void decide(std::uint64_t step, moment m) {
        at_ = step;
        moment_ = m;
    }
    void begin(std::function<void()> on_death) {
        steps_ = 0;
        dead_ = false;
        on_death_ = std::move(on_death);
    }
    void end() {
        on_death_ = nullptr;
        at_.reset();
        dead_ = false;
    }
    /// One step begins: when to die in it, if at all.
    std::optional<moment> step() {
        if (dead_) return moment::before;
        if (steps_++ != at_) return std::nullopt;
        return moment_;
    }
    void die() {
        if (dead_) return;
        dead_ = true;
        if (on_death_) on_death_();
    }
    [[nodiscard]] bool dead() const { return dead_; }
    [[nodiscard]] std::uint64_t steps() const { return steps_; }

private:
    std::optional<std::uint64_t> at_;
    moment moment_ = moment::before;
    std::uint64_t steps_ = 0;
    bool dead_ = false;
    std::function<void()> on_death_;
};

} // namespace muster::simulated
