#include "engine/caller.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "pacing/http_date.hpp"
#include "pacing/retry_after.hpp"

namespace muster::engine {

namespace asio = boost::asio;

namespace {

bool shows_life(http::answer const& a) {
    auto const* const reply = std::get_if<http::reply>(&a);
    return reply != nullptr && reply->status < 500 && reply->status != 408;
}

std::string describe(http::answer const& a) {
    if (auto const* const fault = std::get_if<http::fault>(&a)) return fault->message;
    return "HTTP " + std::to_string(std::get<http::reply>(a).status);
}

/// The clock that the dates in a reply go by: the platform's, where it tells it. Ours may be wrong.
core::wall_time clock_of(http::reply const& r, core::wall_time ours) {
    bool const holds_dates = !r.retry_after.empty() || !r.rate_limit_reset.empty();
    return holds_dates ? pacing::parse_http_date(r.date, ours).value_or(ours) : ours;
}

void refuse_untrusted(http::fault const& f) {
    if (f.kind != http::fault_kind::untrusted) return;
    throw core::job_error(core::exit_status::refused,
                          f.message
                              + ". The key was not sent. If this is your own server, name its certificate "
                                "authority in provider.caFile.");
}

} // namespace

caller::caller(asio::any_io_executor const& executor, http::transport& transport, pacing::rate_store& rates,
               pacing::rate_limit limit, std::size_t most_in_flight, core::duration patience,
               async::timekeeper& time, async::stop& stopping, observer& watcher,
               std::function<double()> uniform01)
    : transport_(transport),
      rates_(rates),
      limit_(limit),
      patience_(patience),
      time_(time),
      stopping_(stopping),
      watcher_(watcher),
      uniform01_(std::move(uniform01)),
      in_flight_limit_(most_in_flight),
      platform_changed_(executor),
      permit_freed_(executor),
      turn_freed_(executor),
      wake_all_(stopping, [this] {
          platform_changed_.notify_all();
          permit_freed_.notify_all();
          turn_freed_.notify_all();
      }) {}

asio::awaitable<call_result> caller::send(http::request const& r, std::string_view subject) {
    co_await wait_for_permit();
    if (stopping_.requested())
        co_return call_result(http::fault(http::fault_kind::aborted, false, "the job is stopping"),
                              time_.now());
    auto const beside = ++in_flight_;
    auto result = co_await exchange(r, beside);
    --in_flight_;
    permit_freed_.notify_one();
    judge_health(result.answer, subject);
    co_return result;
}

asio::awaitable<void> caller::wait_for_permit() {
    while (!stopping_.requested()) {
        if (health_.down())
            co_await platform_changed_.wait();
        else if (in_flight_ >= in_flight_limit_.limit())
            co_await permit_freed_.wait();
        else
            co_return;
    }
}

std::optional<core::instant> caller::try_turn() {
    std::optional<core::instant> next;
    rates_.update([&](pacing::rate_state& s) { next = pacing::take(s, limit_, time_.now()); });
    return next;
}

asio::awaitable<void> caller::wait_for_turn() {
    while (turn_taken_ && !stopping_.requested()) co_await turn_freed_.wait();
    turn_taken_ = true;
    auto next = try_turn();
    while (next && !stopping_.requested()) {
        co_await time_.sleep_until(*next, stopping_);
        next = try_turn();
    }
    turn_taken_ = false;
    turn_freed_.notify_one();
}

asio::awaitable<call_result> caller::exchange(http::request const& r, std::size_t beside) {
    // The connection first: setting it up after the turn has come would make the request late, and the next
    // one too close behind it.
    auto acquired = co_await transport_.acquire();
    if (auto* const failed = std::get_if<http::fault>(&acquired)) {
        ++totals_.faults;
        refuse_untrusted(*failed);
        co_return call_result(std::move(*failed), time_.now());
    }
    auto connection = std::move(std::get<std::unique_ptr<http::connection>>(acquired));
    co_await wait_for_turn();
    auto const sent_at = time_.now();
    if (stopping_.requested()) {
        transport_.release(std::move(connection));
        co_return call_result(http::fault(http::fault_kind::aborted, false, "the job is stopping"), sent_at);
    }
    ++totals_.requests;
    auto answer = co_await connection->exchange(r);
    transport_.release(std::move(connection));
    call_result result(std::move(answer), sent_at);
    learn(result, beside);
    co_return result;
}

void caller::learn(call_result const& result, std::size_t beside) {
    auto const* const reply = std::get_if<http::reply>(&result.answer);
    if (reply == nullptr) {
        ++totals_.faults;
        return;
    }
    totals_.received += reply->body.size();
    auto const now = time_.now();
    if (reply->status == 429) {
        learn_throttle(*reply, result.sent_at);
        return;
    }
    throttled_since_.reset();
    in_flight_limit_.sample(now, now - result.sent_at, beside);
    auto const hint = pacing::rate_limit_hint(reply->rate_limit_limit, reply->rate_limit_remaining,
                                              reply->rate_limit_reset, clock_of(*reply, time_.wall_now()));
    rates_.update([&](pacing::rate_state& s) {
        pacing::accepted(s, now, result.sent_at);
        if (hint) pacing::hold(s, now, now + *hint);
    });
}

void caller::learn_throttle(http::reply const& r, core::instant sent_at) {
    ++totals_.throttled;
    auto const now = time_.now();
    auto const wait = pacing::parse_retry_after(r.retry_after, clock_of(r, time_.wall_now()));
    rates_.update(
        [&](pacing::rate_state& s) { pacing::throttled(s, limit_, now, sent_at, wait, uniform01_()); });
    if (totals_.throttled == 1)
        watcher_.notice(observer::level::info,
                        "the platform asks us to slow down (HTTP 429); the whole job does, and climbs back");
    throttled_since_ = throttled_since_.value_or(now);
    if (now - *throttled_since_ > patience_)
        throw core::job_error(core::exit_status::stopped,
                              "the platform has answered nothing but 429 (too many requests) for "
                                  + core::describe(now - *throttled_since_)
                                  + ", longer than retry.patience; resume the job later, at a lower "
                                    "pace.requestsPerSecond perhaps");
    if (wait && *wait > patience_)
        throw core::job_error(core::exit_status::stopped,
                              "the platform asks us to wait (HTTP 429, Retry-After) for "
                                  + core::describe(*wait)
                                  + ", longer than retry.patience; resume the job after "
                                  + core::to_iso8601(time_.wall_now() + *wait));
}

void caller::judge_health(http::answer const& a, std::string_view subject) {
    auto const now = time_.now();
    if (shows_life(a)) {
        health_.record_success(now);
        return;
    }
    auto const* const fault = std::get_if<http::fault>(&a);
    if (fault != nullptr && fault->kind == http::fault_kind::aborted) return;
    bool const was_down = health_.down();
    health_.record_failure(now, subject, uniform01_());
    if (health_.down() && !was_down) tell_down(describe(a));
}

void caller::tell_down(std::string const& why) {
    watcher_.notice(observer::level::warning, "the platform seems to be down ("
                                                  + core::printable(core::redact(why))
                                                  + "); waiting for it, up to " + core::describe(patience_));
    platform_changed_.notify_all();
}

bool caller::spend_retry() {
    bool const was_down = health_.down();
    bool const granted = health_.spend_retry(time_.now(), uniform01_());
    if (health_.down() && !was_down) tell_down("too many requests had to be sent again");
    return granted;
}

asio::awaitable<void> caller::watch_platform(http::request probe, async::stop& until) {
    async::stop::registration const wake(until, [this] { platform_changed_.notify_all(); });
    while (!until.requested()) {
        auto const when = health_.next_probe();
        if (!when) {
            co_await platform_changed_.wait();
            continue;
        }
        auto const give_up_at = time_.now() + patience_ - health_.down_for(time_.now());
        co_await time_.sleep_until(std::min(*when, give_up_at), until);
        if (until.requested()) co_return;
        if (health_.down_for(time_.now()) >= patience_)
            throw core::job_error(
                core::exit_status::stopped,
                "the platform has been down for " + core::describe(health_.down_for(time_.now()))
                    + ", as long as retry.patience allows; nobody failed for it: resume the "
                      "job once the platform answers again");
        if (time_.now() < *when) continue;
        auto const result = co_await exchange(probe, 1);
        if (shows_life(result.answer)) {
            health_.probe_succeeded(time_.now());
            watcher_.notice(observer::level::info, "the platform answers again; going on");
            platform_changed_.notify_all();
        } else {
            health_.probe_failed(time_.now(), uniform01_());
        }
    }
}

double caller::allowed_rate() {
    double rate = 0;
    rates_.update([&](pacing::rate_state& s) { rate = pacing::current_rate(s, limit_, time_.now()); });
    return rate;
}

core::instant caller::held_until() {
    core::instant until;
    rates_.update([&](pacing::rate_state& s) { until = pacing::held_until(s); });
    return until;
}

} // namespace muster::engine
