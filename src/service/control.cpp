#include "service/control.hpp"

#include "core/printable.hpp"
#include "core/redact.hpp"
#include "launch/mark.hpp"
#include "service/routes.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <cmath>
#include <unistd.h>

namespace muster::service {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

constexpr std::chrono::seconds told_every{1};
constexpr std::size_t rate_over = 5; // of the moments that are told

http::server_limits limits() {
    http::server_limits l;
    l.body = std::size_t{16} * 1024;
    l.connections = 16;
    l.idle = std::chrono::seconds(30);
    return l;
}

std::string event_of(std::string_view name, json::object const& data) {
    return "event: " + std::string(name) + "\ndata: " + core::redact(json::serialize(data)) + "\n\n";
}

http::served_reply reply_of(unsigned code, json::object const& body) {
    return http::served_reply(code, core::redact(json::serialize(body)) + "\n");
}

/// Who asks: the process, which only one of our own user can be, and whom it acts for, if it says so.
std::string who_asks(std::string const& acts_for, std::optional<http::peer_process> const& process) {
    if (!process) return acts_for.empty() ? "somebody" : acts_for;
    if (acts_for.empty()) return launch::describe_process(process->uid, process->pid);
    return acts_for + " (pid " + std::to_string(process->pid) + ")";
}

} // namespace

control::control(asio::any_io_executor executor, engine::run& work, launch::held_job const& job,
                 async::timekeeper& time)
    : executor_(executor),
      work_(work),
      where_(job.where()),
      lease_(job.lease()),
      time_(time),
      server_(
          executor, [this](http::served_request r) { return answer(std::move(r)); }, limits()) {}

void control::listen() {
    if (lease_ != nullptr)
        lease_->listen([this](fleet::question q) {
            asio::post(executor_, [this, q = std::move(q)]() mutable {
                if (ended_.requested())
                    lease_->answer(q.id, 409, "");
                else
                    asio::co_spawn(executor_, hear(std::move(q)), asio::detached);
            });
        });
    else
        server_.listen(where_.control());
    asio::co_spawn(executor_, tell_every_second(), asio::detached);
}

void control::end(bool complete, std::string const& reason) {
    auto last = status();
    last["state"] = complete ? "complete" : "stopped";
    if (!reason.empty()) last["reason"] = reason;
    tell(event_of("end", last));
    for (auto const& each : followers_) each->end();
    followers_.clear();
    ended_.request();
    if (lease_ != nullptr)
        lease_->listen(nullptr);
    else
        server_.stop();
}

asio::awaitable<void> control::tell_every_second() {
    while (!ended_.requested()) {
        sent_.emplace_back(time_.now(), work_.snapshot().wire.requests);
        if (sent_.size() > rate_over) sent_.pop_front();
        if (lease_ != nullptr) lease_->say(core::redact(json::serialize(status())));
        tell(status_event());
        co_await time_.sleep_until(time_.now() + told_every, ended_);
    }
}

void control::tell(std::string const& event) {
    std::erase_if(followers_, [&](auto const& each) { return !each->write(event); });
}

json::object control::wire(engine::traffic const& t) {
    json::object out{{"faults", t.faults}, {"receivedBytes", t.received}};
    auto& statuses = out["statuses"].emplace_object();
    for (auto const& [status, n] : t.replies.by_status()) statuses[std::to_string(status)] = n;
    auto& times = out["replySeconds"].emplace_object();
    times["sum"] = std::chrono::duration<double>(t.replies.sum()).count();
    times["counts"] = json::value_from(t.replies.by_time());
    auto& quotas = out["quotas"].emplace_array();
    for (auto const& each : work_.quota_uses())
        quotas.push_back(json::object{
            {"requests", each.limit.requests},
            {"seconds", std::chrono::duration_cast<std::chrono::seconds>(each.limit.window).count()},
            {"left", each.left()}});
    return out;
}

std::string control::status_event() {
    return event_of("status", status());
}

json::object control::status() {
    auto const p = work_.snapshot();
    auto const now = time_.now();
    auto const wall_now = time_.wall_now();
    json::object out{{"job", where_.id},
                     {"pid", ::getpid()},
                     {"run", work_.recorder().state().runs()},
                     {"state", p.paused ? "paused" : "running"},
                     {"seen", p.seen},
                     {"matched", p.matched},
                     {"settled", p.totals.settled()},
                     {"inFlight", p.in_flight},
                     {"requests", p.wire.requests},
                     {"throttled", p.wire.throttled},
                     {"allowedPerSecond", std::round(p.allowed_rate * 1000) / 1000}};
    if (p.list_total) out["listTotal"] = *p.list_total;
    auto& outcomes = out["outcomes"].emplace_object();
    for (int i = 0; i < core::outcome_kinds; ++i) {
        auto const o = static_cast<core::outcome>(i);
        outcomes[core::to_string(o)] = p.totals.of(o);
    }
    out["wire"] = wire(p.wire);
    if (!sent_.empty() && now > sent_.front().first)
        out["sentPerSecond"] = std::round(10 * static_cast<double>(p.wire.requests - sent_.front().second)
                                          / std::chrono::duration<double>(now - sent_.front().first).count())
                               / 10;
    auto const at = [&](core::duration from_now) {
        return core::to_iso8601(wall_now + std::chrono::duration_cast<core::wall_time::duration>(from_now));
    };
    if (p.held_until) out["heldUntil"] = at(*p.held_until - now);
    if (!p.quota_until.empty()) out["quotaUntil"] = p.quota_until;
    if (!p.store_trouble.empty()) out["storeTrouble"] = p.store_trouble;
    if (p.window_closed) out["windowOpens"] = p.next_window;
    if (p.platform_down) out["platformDownSince"] = at(-p.down_for);
    if (auto const ahead = work_.forecast()) out["forecast"] = engine::to_json(*ahead);
    if (auto const& pause = work_.recorder().state().paused())
        out["paused"] = json::object{{"who", pause->who}, {"why", pause->why}, {"at", pause->at}};
    return out;
}

asio::awaitable<http::served_reply> control::answer(http::served_request r) {
    auto wanted = read_wish(r.method, r.target, r.body);
    if (auto const* const bad = std::get_if<bad_request>(&wanted))
        co_return http::served_error(bad->status, bad->code, bad->message);
    if (std::holds_alternative<status_wanted>(wanted)) co_return reply_of(200, status());
    if (auto* const how = std::get_if<journal::job_steered>(&wanted)) {
        how->who = who_asks(how->who, r.from.process);
        auto made = co_await steer(std::move(*how));
        co_return made;
    }
    http::served_reply streamed(200, "", "text/event-stream");
    streamed.more_fields = "Cache-Control: no-store\r\n";
    streamed.stream = [this](std::shared_ptr<http::served_stream> to) {
        if (to->write(status_event())) followers_.push_back(std::move(to));
    };
    co_return streamed;
}

/// Whoever asks through a lease asks again for what goes on, and is told once each time.
asio::awaitable<void> control::hear(fleet::question q) {
    http::served_request r;
    r.method = std::move(q.method);
    r.target = std::move(q.target);
    r.body = std::move(q.body);
    try {
        auto const told = co_await answer(std::move(r));
        lease_->answer(q.id, told.status, told.body);
    } catch (std::exception const&) { // the run says what it is about
        lease_->answer(q.id, 500, "");
    }
}

asio::awaitable<http::served_reply> control::steer(journal::job_steered how) {
    auto const done = co_await work_.steer(std::move(how));
    if (!done) co_return http::served_error(409, "run-is-ending", "The run is ending.");
    auto const now = status();
    tell(event_of("status", now));
    co_return reply_of(200, now);
}

} // namespace muster::service
