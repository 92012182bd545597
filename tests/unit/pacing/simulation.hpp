#pragma once
#include "model_servers.hpp"
#include "pacing/rate.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <queue>
#include <random>
#include <tuple>
#include <vector>

namespace muster::pacing::model {

/// A client that paces itself with rate_state, and the way to its server.
struct conditions {
    rate_limit configured{25};
    core::duration latency{}; ///< there and back
    core::duration jitter{};  ///< on the way there, each request is up to this early or late
    double hiccups = 0;       ///< the share of requests that are late besides, by up to 2 ms
    core::duration timer_lateness = std::chrono::microseconds{100};
    std::optional<core::duration> retry_after; ///< what the server says with its 429
    std::size_t in_flight = 16;                ///< most requests at once
    std::uint32_t seed = 1;
};

/// What happened, as times since the start.
struct history {
    std::vector<core::duration> served;  ///< by arrival
    std::vector<core::duration> refused; ///< by arrival
    core::duration took{};               ///< until the last reply
    std::size_t finished = 0;            ///< different requests that were answered other than 429

    [[nodiscard]] static std::size_t between(std::vector<core::duration> const& times, core::duration from,
                                             core::duration to) {
        return static_cast<std::size_t>(
            std::count_if(times.begin(), times.end(), [&](auto t) { return t >= from && t < to; }));
    }
    /// Served per second in that span.
    [[nodiscard]] double rate(core::duration from, core::duration to) const {
        return static_cast<double>(between(served, from, to))
               / std::chrono::duration<double>(to - from).count();
    }
};

/// A job in virtual time: sends requests as soon as the limiter lets it, and a refused one again.
class simulation {
public:
    simulation(server& target, conditions const& with) : target_(target), with_(with), random_(with.seed) {}

    /// Goes on until `count` requests are answered or `limit` has passed. `at_second` is called for each
    /// whole second since the start, to change the server's limit.
    history run(std::size_t count, core::duration limit, std::function<void(int)> const& at_second) {
        answered_.assign(count, false);
        push({start, event::wake, 0, {}, false});
        for (auto second = 0; result_.finished < count;) {
            auto const e = events_.top().first;
            events_.pop();
            if (e.at - start > limit) break;
            for (; at_second && e.at - start >= std::chrono::seconds{second}; ++second) at_second(second);
            handle(e);
        }
        return result_;
    }

private:
    struct event {
        core::instant at;
        enum { wake, arrival, reply } what;
        std::size_t request;
        core::instant sent_at;
        bool served;
    };
    using entry = std::pair<event, std::uint64_t>; // with its number, so that equal times stay in order
    struct later {
        bool operator()(entry const& a, entry const& b) const {
            return std::tie(a.first.at, a.second) > std::tie(b.first.at, b.second);
        }
    };

    /// An uptime that is no whole second, so that calendar windows do not begin with the job.
    static constexpr auto start = core::instant{} + std::chrono::milliseconds{1'000'370};

    void push(event const& e) { events_.push({e, pushed_++}); }

    double uniform() { return std::uniform_real_distribution<>{0, 1}(random_); }

    void handle(event const& e) {
        if (e.what == event::arrival) {
            auto const served = target_.admits(e.at);
            (served ? result_.served : result_.refused).push_back(e.at - start);
            push({e.at + with_.latency / 2, event::reply, e.request, e.sent_at, served});
            return;
        }
        if (e.what == event::reply)
            receive(e);
        else
            wake_set_ = false;
        send_what_may_go(e.at);
    }

    void receive(event const& e) {
        --in_flight_;
        if (!e.served) {
            throttled(state_, with_.configured, e.at, e.sent_at, with_.retry_after, uniform());
            refused_.push_back(e.request);
            return;
        }
        accepted(state_, e.at, e.sent_at);
        if (!answered_[e.request]) ++result_.finished;
        answered_[e.request] = true;
        result_.took = e.at - start;
    }

    void send_what_may_go(core::instant now) {
        while (!wake_set_ && in_flight_ < with_.in_flight
               && (next_ < answered_.size() || !refused_.empty())) {
            if (auto const again = take(state_, with_.configured, now)) {
                push({*again + with_.timer_lateness, event::wake, 0, {}, false});
                wake_set_ = true;
                return;
            }
            auto deviation = std::chrono::duration_cast<core::duration>(with_.jitter * (2 * uniform()));
            if (with_.hiccups > 0 && uniform() < with_.hiccups)
                deviation +=
                    std::chrono::duration_cast<core::duration>(std::chrono::milliseconds{2} * uniform());
            push({now + with_.latency / 2 + deviation, event::arrival, next_request(), now, false});
            ++in_flight_;
        }
    }

    std::size_t next_request() {
        if (refused_.empty()) return next_++;
        auto const request = refused_.front();
        refused_.pop_front();
        return request;
    }

    server& target_;
    conditions with_;
    std::mt19937 random_;
    rate_state state_;
    std::priority_queue<entry, std::vector<entry>, later> events_;
    std::uint64_t pushed_ = 0;
    std::size_t next_ = 0;            // the first request that was never sent
    std::deque<std::size_t> refused_; // to be sent again
    std::vector<bool> answered_;
    std::size_t in_flight_ = 0;
    bool wake_set_ = true;
    history result_;
};

inline history simulate(server& target, conditions const& with, std::size_t count,
                        core::duration limit = std::chrono::hours{1},
                        std::function<void(int)> const& at_second = {}) {
    return simulation{target, with}.run(count, limit, at_second);
}

} // namespace muster::pacing::model
