#include "engine/caller.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "engine/answers.hpp"
#include "pacing/backoff.hpp"
#include "pacing/retry_after.hpp"

#include <functional>

namespace muster::engine {

namespace asio = boost::asio;

caller::caller(surroundings const& with, spec::spec const& spec, engine::gate& gate, async::stop& stop,
               std::function<void(quota_used_up const&)> on_used_up)
    : with_(with),
      spec_(spec),
      gate_(gate),
      stop_(stop),
      limits_(with),
      turns_(with, gate, limits_, stop),
      quotas_(with, spec, std::move(on_used_up)),
      in_flight_limit_(spec.pace.concurrency),
      platform_changed_(with.executor),
      permit_freed_(with.executor),
      wake_all_(stop, [this] {
          gate_.wake();
          platform_changed_.notify_all();
          permit_freed_.notify_all();
          turns_.wake();
      }) {}

asio::awaitable<call_result> caller::send(http::request const& r, std::string_view subject) {
    allowance one(quotas_);
    call_result result;
    co_await send(r, subject, one, result);
    co_return result;
}

asio::awaitable<void> caller::send(http::request const& r, std::string_view subject, allowance& under,
                                   call_result& into) {
    for (bool was_sent = false; !was_sent;) {
        if (find_hindrance(under) != hindrance::none) co_await wait_for_permit(under);
        if (stop_.requested()) {
            into.answer = http::fault(http::fault_kind::aborted, false, "the job is stopping");
            into.sent_at = with_.time.now();
            co_return;
        }
        auto const beside = ++in_flight_;
        was_sent = co_await exchange(r, beside, under, into);
        --in_flight_;
        permit_freed_.notify_one();
    }
    judge_health(into.answer, subject);
}

void caller::forget_if_reopened() {
    if (openings_ == gate_.openings()) return;
    openings_ = gate_.openings();
    health_ = pacing::health();
    throttled_since_.reset();
    quotas_.forget_wait();
    platform_changed_.notify_all();
}

caller::hindrance caller::find_hindrance(allowance const& under) {
    bool const may_send = gate_.open();
    forget_if_reopened();
    if (!may_send) return hindrance::gate;
    if (health_.down()) return hindrance::platform;
    if (in_flight_ >= in_flight_limit_.limit()) return hindrance::places;
    return under.open() ? hindrance::none : hindrance::quota;
}

asio::awaitable<void> caller::wait_for_permit(allowance const& under) {
    while (!stop_.requested()) {
        switch (find_hindrance(under)) {
        case hindrance::none: co_return;
        case hindrance::gate: co_await gate_.wait(); break;
        case hindrance::platform: co_await platform_changed_.wait(); break;
        case hindrance::places: co_await permit_freed_.wait(); break;
        case hindrance::quota:
            limits_.look();
            co_await quotas_.wait(stop_);
            break;
        }
    }
}

asio::awaitable<bool> caller::exchange(http::request const& r, std::size_t beside, allowance& under,
                                       call_result& into) {
    // The connection first: setting it up after the turn has come would make the request late, and the next
    // one too close behind it.
    auto const began = with_.time.now();
    auto connection = with_.transport.take_idle();
    if (!connection) {
        auto acquired = co_await with_.transport.acquire();
        gate_.took(with_.time.now() - began);
        if (auto* const failed = std::get_if<http::fault>(&acquired)) {
            ++totals_.faults;
            refuse_hopeless(*failed);
            into.answer = std::move(*failed);
            into.sent_at = with_.time.now();
            co_return true;
        }
        connection = std::move(std::get<std::unique_ptr<http::connection>>(acquired));
    }
    if (!turns_.take_at_once()) co_await turns_.take();
    into.sent_at = with_.time.now();
    bool const may_send = gate_.open() && !stop_.requested();
    auto const slots = may_send ? under.take() : std::nullopt;
    if (!slots) {
        with_.transport.release(std::move(connection));
        co_return false;
    }
    ++totals_.requests;
    ++on_the_wire_;
    co_await connection->exchange(r, into.answer);
    --on_the_wire_;
    with_.transport.release(std::move(connection));
    gate_.took(with_.time.now() - into.sent_at);
    auto const* const broken = std::get_if<http::fault>(&into.answer);
    if (broken != nullptr && !broken->sent) quotas_.restore(*slots);
    learn(into, beside);
    co_return true;
}

void caller::learn(call_result const& result, std::size_t beside) {
    auto const* const reply = std::get_if<http::reply>(&result.answer);
    if (reply == nullptr) {
        ++totals_.faults;
        return;
    }
    totals_.received += reply->body.size();
    auto const now = with_.time.now();
    totals_.replies.add(reply->status, now - result.sent_at);
    if (reply->status == 429) {
        learn_throttle(*reply, result.sent_at);
        return;
    }
    throttled_since_.reset();
    in_flight_limit_.sample(now, now - result.sent_at, beside);
    auto const hint =
        pacing::rate_limit_hint(reply->rate_limit_limit, reply->rate_limit_remaining, reply->rate_limit_reset,
                                clock_of(*reply, with_.time.wall_now()), gate_.limit().per_second);
    auto const note = [&](pacing::rate_state& s) {
        pacing::accepted(s, now, result.sent_at);
        if (hint) pacing::hold(s, now, now + *hint);
    };
    with_.rates.update(std::cref(note)); // as it is, a function would allocate for it
}

void caller::learn_throttle(http::reply const& r, core::instant sent_at) {
    ++totals_.throttled;
    auto const now = with_.time.now();
    auto const clock = clock_of(r, with_.time.wall_now());
    auto const wait = pacing::throttle_wait(r.retry_after, r.rate_limit_reset, clock);
    auto const limit = gate_.limit();
    with_.rates.update(
        [&](pacing::rate_state& s) { pacing::throttled(s, limit, now, sent_at, wait, with_.uniform01()); });
    if (totals_.throttled == 1)
        with_.watcher.notice(
            observer::level::info,
            "the platform asks us to slow down (HTTP 429); the whole job does, and climbs back");
    throttled_since_ = throttled_since_.value_or(now);
    if (now - *throttled_since_ > spec_.retry.patience)
        throw core::job_error(core::exit_status::stopped,
                              "the platform has answered nothing but 429 (too many requests) for "
                                  + core::describe(now - *throttled_since_)
                                  + ", longer than retry.patience; resume the job later, at a lower "
                                    "pace.requestsPerSecond perhaps");
    if (wait && *wait > spec_.retry.patience)
        throw core::job_error(core::exit_status::stopped,
                              "the platform asks us to wait (HTTP 429) for " + core::describe(*wait)
                                  + ", longer than retry.patience; resume the job after "
                                  + core::to_iso8601(with_.time.wall_now() + *wait));
}

void caller::judge_health(http::answer const& a, std::string_view subject) {
    auto const now = with_.time.now();
    if (shows_life(a)) {
        health_.record_success(now);
        return;
    }
    auto const* const fault = std::get_if<http::fault>(&a);
    if (fault != nullptr && fault->kind == http::fault_kind::aborted) return;
    bool const was_down = health_.down();
    health_.record_failure(now, subject, with_.uniform01());
    if (health_.down() && !was_down) tell_down(describe(a));
}

void caller::tell_down(std::string const& why) {
    with_.watcher.notice(observer::level::warning,
                         "the platform seems to be down (" + core::printable(core::redact(why))
                             + "); waiting for it, up to " + core::describe(spec_.retry.patience));
    platform_changed_.notify_all();
}

bool caller::spend_retry() {
    bool const was_down = health_.down();
    bool const granted = health_.spend_retry(with_.time.now(), with_.uniform01());
    if (health_.down() && !was_down) tell_down("too many requests had to be sent again");
    return granted;
}

asio::awaitable<void> caller::back_off(unsigned failures) {
    if (!spend_retry()) co_return;
    auto const wait =
        pacing::full_jitter(spec_.retry.base_delay, spec_.retry.max_delay, failures - 1, with_.uniform01());
    co_await with_.time.sleep_until(with_.time.now() + wait, stop_);
}

asio::awaitable<void> caller::watch_platform(async::stop& until) {
    provider::list_query shortest;
    shortest.limit = 1;
    auto const probe = spec_.platform->list(shortest);
    async::stop::registration const wake(until, [this] {
        platform_changed_.notify_all();
        gate_.wake();
    });
    while (!until.requested() && !stop_.requested()) { // once it stops, no probe may be sent either
        bool const may_send = gate_.open();
        forget_if_reopened();
        if (!may_send) {
            co_await gate_.wait();
            continue;
        }
        auto const when = health_.next_probe();
        if (!when) {
            co_await platform_changed_.wait();
            continue;
        }
        auto const give_up_at = with_.time.now() + spec_.retry.patience - health_.down_for(with_.time.now());
        co_await with_.time.sleep_until(std::min(*when, give_up_at), until);
        if (until.requested() || stop_.requested()) co_return;
        if (!gate_.open()) continue;
        if (health_.down_for(with_.time.now()) >= spec_.retry.patience)
            throw core::job_error(
                core::exit_status::stopped,
                "the platform has been down for " + core::describe(health_.down_for(with_.time.now()))
                    + ", as long as retry.patience allows; nobody failed for it: resume the "
                      "job once the platform answers again");
        if (with_.time.now() < *when) continue;
        if (!quotas_.open()) {
            co_await quotas_.wait(until);
            continue;
        }
        allowance one(quotas_);
        call_result result;
        auto const was_sent = co_await exchange(probe, 1, one, result);
        if (!was_sent) continue;
        if (shows_life(result.answer)) {
            health_.probe_succeeded(with_.time.now());
            with_.watcher.notice(observer::level::info, "the platform answers again; going on");
            platform_changed_.notify_all();
        } else {
            health_.probe_failed(with_.time.now(), with_.uniform01());
        }
    }
}

} // namespace muster::engine
