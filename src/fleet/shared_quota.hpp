#pragma once
#include "fleet/connection_thread.hpp"
#include "fleet/quota_portions.hpp"
#include "pacing/quota_store.hpp"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace muster::fleet {

/// What is used of a quota as one host keeps it, under a quota that several hosts share: a request is taken
/// of what this process has reserved at the database only (quota_portions says why the quota holds). A thread
/// reserves ahead of need, and gives back what is not used. While the database does not answer, nothing goes
/// but what was reserved.
///
/// The state itself, which update() shows, stays the host's: it knows of no other's requests. What all have
/// used is told by use(), as it was when something was last reserved, what is reserved among it.
class shared_quota final : public pacing::quota_store {
public:
    /// `name` = of the quota, and of its window: processes that give the same one share it. `of_host` as
    /// without other hosts.
    shared_quota(database::postgres_address address, std::string name,
                 std::unique_ptr<pacing::quota_store> of_host);
    /// Gives back what is reserved; takes some seconds where the database does not answer.
    ~shared_quota() override;

    void update(std::function<void(pacing::quota_state&)> const& change) override;
    /// None of these waits for the database. `now` must read this machine's clocks.
    std::optional<pacing::quota_slot> take(pacing::quota const& limit, clocks const& now,
                                           std::uint64_t n) override;
    void restore(pacing::quota const& limit, clocks const& now, pacing::quota_slot taken,
                 std::uint64_t n) override;
    /// Some milliseconds while it is not known yet.
    core::duration wait_for_room(pacing::quota const& limit, clocks const& now, std::uint64_t n) override;

    [[nodiscard]] pacing::quota_use use(pacing::quota const& limit, clocks const& now) override;

    /// For callers without a loop, whose wait is no news: waits until it is known whether `n` may go, at
    /// most so long. What wait_for_room() says then is worth telling.
    void ask_now(pacing::quota const& limit, clocks const& now, std::uint64_t n, core::duration at_most);

    [[nodiscard]] std::string trouble() const override { return thread_.trouble(); }

private:
    void work(database::postgres_connection& on); // of the thread
    /// false: somebody else has written meanwhile.
    bool do_errand(database::postgres_connection& on, quota_portions::errand const& e);
    void not_done(quota_portions::errand const& e);
    void wake();

    std::string name_;
    std::unique_ptr<pacing::quota_store> of_host_;
    std::mutex mutex_; // of what follows; is never held while a statement runs
    std::condition_variable answered_;
    quota_portions portions_;
    std::uint64_t answers_ = 0; // so many errands were done
    struct seen {
        pacing::quota_state used;
        pacing::quota_time at; // by the database's clock
        core::duration uptime; // of this machine, then
    };
    std::optional<seen> seen_; // of all hosts, last
    connection_thread thread_; // last: it uses all of these
};

/// A quota that several hosts share in the store at that address; what shared_quota says.
std::unique_ptr<shared_quota> share_quota(database::postgres_address address, std::string name,
                                          std::unique_ptr<pacing::quota_store> of_host);

} // namespace muster::fleet
