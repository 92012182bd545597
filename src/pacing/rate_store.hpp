#pragma once
#include "pacing/rate.hpp"
#include "pacing/shared_file.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace muster::pacing {

/// Where a rate_state lives.
class rate_store {
public:
    virtual ~rate_store() = default;
    /// Calls `change` with the state, and keeps what it makes of it. Nobody else sees or changes the state
    /// meanwhile; so `change` must be quick, and must not call update() again. If it throws, nothing is kept.
    virtual void update(std::function<void(rate_state&)> const& change) = 0;

    /// Reads the clock; called while the state is locked, too.
    using clock = std::function<core::instant()>;
    /// Takes a slot if one is due: nullopt = taken, send now; else the instant at which to ask again. Where
    /// writing that down took long, the next one keeps its distance from the moment of the return.
    virtual std::optional<core::instant> take(rate_limit const& limit, clock const& now);

    /// Why nobody is given a slot, for people: what others share it through does not answer. Empty while all
    /// is well. Any thread.
    [[nodiscard]] virtual std::string trouble() const { return {}; }

protected:
    /// What leaves by so much later than its slot was taken is no nearer to the next than the limit allows:
    /// the spacing leaves room for that.
    static constexpr core::duration unremarkable_delay = std::chrono::microseconds{200};
};

/// A state of this process alone.
class local_rate_store : public rate_store {
public:
    void update(std::function<void(rate_state&)> const& change) override;

private:
    rate_state state_;
};

/// A state in a file that all muster processes of the host share (shared_file): a platform counts requests
/// per address, not per process. What is not ours, damaged or of an older version begins afresh.
class shared_rate_store : public rate_store {
public:
    /// Opens or creates the file, readable by us only. Throws core::job_error if that fails.
    explicit shared_rate_store(std::filesystem::path file);

    /// Throws core::job_error if the file cannot be locked, read or written, or is of a newer version.
    void update(std::function<void(rate_state&)> const& change) override;

private:
    shared_file file_;
};

} // namespace muster::pacing
