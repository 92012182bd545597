#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace muster::simulated {

/// Counts what a job does to the world (file operations, requests), and can end it at one of these steps.
/// From then on the world takes no notice of the process: as if it had been killed there.
class fate {
public:
    /// Where in a step: before it, in it after a part of it (of a write: so many of its bytes), after it.
    struct moment {
        enum class kind { before, midway, after };
        kind where = kind::before;
        double part = 0.5; ///< 0..1; of a write of n bytes, 0 = the first byte alone, 1 = all but the last
    };

    /// To die at step number `step`, counted from 0.
    void decide(std::uint64_t step, moment m) {
        at_ = step;
        moment_ = m;
    }
    void begin(std::function<void()> on_death) {
        divisible_.clear();
        dead_ = false;
        on_death_ = std::move(on_death);
    }
    void end() {
        on_death_ = nullptr;
        at_.reset();
        dead_ = false;
    }
    /// One step begins, `divisible` if it can be cut in its middle: when to die in it, if at all.
    std::optional<moment> step(bool divisible = false) {
        if (dead_) return moment{};
        divisible_.push_back(divisible);
        if (divisible_.size() - 1 != at_) return std::nullopt;
        return moment_;
    }
    void die() {
        if (dead_) return;
        dead_ = true;
        if (on_death_) on_death_();
    }
    [[nodiscard]] bool dead() const { return dead_; }
    /// The steps since begin(): whether each can be cut in its middle.
    [[nodiscard]] std::vector<bool> const& steps() const { return divisible_; }

private:
    std::optional<std::uint64_t> at_;
    moment moment_;
    std::vector<bool> divisible_;
    bool dead_ = false;
    std::function<void()> on_death_;
};

} // namespace muster::simulated
