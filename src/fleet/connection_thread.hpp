#pragma once
#include "core/time.hpp"
#include "database/postgres.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace muster::fleet {

/// A thread with a connection of its own, for what is agreed upon with other hosts beside a loop that must
/// not wait for it. A connection that is lost is made anew, for as long as there is something to do.
class connection_thread {
public:
    /// One or some short statements; they are done again if the connection is lost in them. What it throws is
    /// taken for such a loss.
    using step = std::function<void(database::postgres_connection& on)>;

    /// Connects at once, as the first step is soon to come. An answer is waited for no longer than some
    /// seconds, whatever the address says.
    connection_thread(database::postgres_address address, step what);
    /// Waits for the step under way: some seconds at most.
    ~connection_thread();
    connection_thread(connection_thread const&) = delete;
    connection_thread& operator=(connection_thread const&) = delete;

    /// The step is to be done at `t`, or as soon as can be after it. Any thread, the step itself among them.
    void wake_at(core::instant t);
    /// Does the step a last time, if the database answers, and ends.
    void finish();
    /// Why nothing is done now, for people: the database does not answer. Empty while all is well.
    [[nodiscard]] std::string trouble() const;

private:
    void run();
    void end(bool once_more);
    void connect_and_do(bool due);

    database::postgres_address address_;
    step what_;
    std::unique_ptr<database::postgres_connection> connection_; // of the thread
    mutable std::mutex mutex_;
    std::condition_variable woken_;
    core::instant due_ = core::instant::max();
    std::string trouble_;
    bool ends_ = false, once_more_ = false;
    std::thread thread_; // last: it uses all of these
};

} // namespace muster::fleet
