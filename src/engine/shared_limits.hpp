#pragma once
#include "engine/surroundings.hpp"

#include <optional>
#include <string>

namespace muster::engine {

/// The limits, as far as others share them through a store, which may not answer: then nothing is sent, and
/// people are to know why. One thread.
class shared_limits {
public:
    /// `with` must outlive it.
    explicit shared_limits(surroundings const& with) : with_(with) {}

    /// Why they let nothing go, for people; empty while all is well.
    [[nodiscard]] std::string trouble() const;
    /// For whoever waits for one of them, to be called now and then: tells of the trouble, once it has lasted
    /// for some seconds, and of its end.
    void look();

private:
    surroundings const& with_;
    std::optional<core::instant> since_; // there is trouble
    bool told_ = false;
};

} // namespace muster::engine
