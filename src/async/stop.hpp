#pragma once
#include <functional>
#include <list>

namespace muster::async {

/// A request to stop, seen by whoever holds the object. One thread. Cooperative: nothing is cancelled from
/// outside; every wait of the engine registers here and wakes up, and every loop looks at requested().
class stop {
    using callbacks = std::list<std::function<void()>>;

public:
    stop() = default;
    stop(stop const&) = delete;
    stop& operator=(stop const&) = delete;

    [[nodiscard]] bool requested() const { return requested_; }

    /// Runs every registered callback. The second and later requests do nothing.
    void request() {
        if (requested_) return;
        requested_ = true;
        for (auto const& callback : callbacks_) callback();
    }

    /// Keeps a callback registered while it lives. Must not outlive the stop.
    class registration {
    public:
        registration(stop& owner, std::function<void()> callback)
            : owner_(owner),
              place_(owner.callbacks_.insert(owner.callbacks_.end(), std::move(callback))) {}
        ~registration() { owner_.callbacks_.erase(place_); }
        registration(registration const&) = delete;
        registration& operator=(registration const&) = delete;

    private:
        stop& owner_;
        callbacks::iterator place_;
    };

private:
    bool requested_ = false;
    callbacks callbacks_;
};

} // namespace muster::async
