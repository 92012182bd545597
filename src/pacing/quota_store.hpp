#pragma once
#include "pacing/quota_use.hpp"
#include "pacing/shared_file.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace muster::pacing {

/// Where a quota_state lives.
class quota_store {
public:
    virtual ~quota_store() = default;
    /// Calls `change` with the state, and keeps what it makes of it. Nobody else sees or changes the state
    /// meanwhile; so `change` must be quick, and must not call update() again. If it throws, nothing is kept.
    virtual void update(std::function<void(quota_state&)> const& change) = 0;

    /// Reads the clocks; called while the state is locked.
    using clocks = std::function<quota_time()>;
    /// These do what the functions of that name do with the state (quota.hpp). `n` is at least 1. What take()
    /// gives is for restore() of the same store only.
    virtual std::optional<quota_slot> take(quota const& limit, clocks const& now, std::uint64_t n);
    virtual void restore(quota const& limit, clocks const& now, quota_slot taken, std::uint64_t n);
    virtual core::duration wait_for_room(quota const& limit, clocks const& now, std::uint64_t n);

    /// What is used of it by all who share it, as far as is known.
    [[nodiscard]] virtual quota_use use(quota const& limit, clocks const& now);
    /// What rate_store::trouble() says.
    [[nodiscard]] virtual std::string trouble() const { return {}; }
};

/// A state of this process alone.
class local_quota_store : public quota_store {
public:
    void update(std::function<void(quota_state&)> const& change) override;

private:
    quota_state state_;
};

/// A state in a file that all muster processes of the host share (shared_file), and that outlives them: a
/// platform counts requests per key or address, over all runs. Begins afresh as a shared_rate_store does. It
/// is not synced: what was used right before a power cut may be forgotten.
class shared_quota_store : public quota_store {
public:
    /// Opens or creates the file, readable by us only. Throws core::job_error if that fails.
    explicit shared_quota_store(std::filesystem::path file);

    /// Throws core::job_error if the file cannot be locked, read or written, or is of a newer version.
    void update(std::function<void(quota_state&)> const& change) override;

private:
    shared_file file_;
    std::uint64_t boot_;
};

} // namespace muster::pacing
