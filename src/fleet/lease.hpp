#pragma once
#include "database/postgres.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace muster::fleet {

/// How long a lease is given for, and how often it is renewed.
inline constexpr std::chrono::seconds lease_length{20};
inline constexpr std::chrono::seconds renewed_every{5};

/// Which lease something is written under: whoever takes it over has the next epoch.
struct tenure {
    std::uint64_t lease = 0; ///< its row
    std::uint64_t epoch = 0;
};

/// What somebody, on any host, asks of whoever holds a lease: a request of HTTP without its fields.
struct question {
    std::uint64_t id = 0;
    std::string method, target, body;
};

/// A lock that outlives no host: a row at the database, which is this process's until a moment by the
/// database's clock, and is renewed by a thread with a connection of its own. Whoever finds it expired takes
/// it over, with the next epoch; from then on, nothing is written under the epoch before. It is given back by
/// the destructor.
class lease {
public:
    /// Takes the lease of that path for `holder` (words that tell it from any other), or returns nullptr if
    /// another has it. Throws database::postgres_error.
    static std::unique_ptr<lease> take(database::postgres_address const& at, std::string const& path,
                                       std::string const& holder);
    ~lease();
    lease(lease const&) = delete;
    lease& operator=(lease const&) = delete;

    [[nodiscard]] tenure held() const { return held_; }
    /// As files::file_lock has it. Counted from when the last renewal was sent, and a second less: clocks go
    /// at their own pace.
    [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> certain_until() const;
    [[nodiscard]] bool lost() const { return lost_; }

    /// Has `ask` called with each question that is put to this lease, on its own thread, within half a
    /// second; until another is given, or null. Each is to be answered by answer().
    void listen(std::function<void(question)> ask);
    /// Has everybody who looks at the store see that of whoever holds this, a second later at most. Any
    /// thread.
    void say(std::string text);
    /// Any thread.
    void answer(std::uint64_t question_id, unsigned status, std::string body);

private:
    struct reply {
        std::uint64_t id = 0;
        unsigned status = 0;
        std::string body;
    };
    void converse();
    using clock = std::chrono::steady_clock;
    lease(database::postgres_address at, std::unique_ptr<database::postgres_connection> on);
    void keep();
    /// Whether the server answered.
    bool renew();

    database::postgres_address at_;
    std::unique_ptr<database::postgres_connection> on_; // of the thread
    tenure held_;
    std::atomic<std::int64_t> certain_until_ns_{0}; // by a clock that goes on while the machine sleeps
    std::atomic<bool> lost_{false};

    std::mutex mutex_;
    std::condition_variable woken_;
    bool ending_ = false;
    std::function<void(question)> ask_;
    bool listens_anew_ = false;
    std::uint64_t asked_to_ = 0;      // the last question that was passed on
    std::vector<reply> replies_;      // that are to be written
    std::optional<std::string> says_; // the same
    std::thread keeper_;
};

} // namespace muster::fleet
