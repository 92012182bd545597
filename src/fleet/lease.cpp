#include "fleet/lease.hpp"

#include "core/quiet_thread.hpp"

#include <algorithm>
#include <ctime>
#include <utility>

namespace muster::fleet {
namespace {

/// How fast two clocks may part in the length of a lease, by far.
constexpr std::chrono::seconds between_clocks{1};
constexpr std::chrono::seconds renewal_answers_within{3};
/// When the server could not be asked.
constexpr std::chrono::milliseconds asked_again_after{500};
constexpr std::chrono::milliseconds listened_every{400};

/// Nanoseconds since the machine was started, its sleep among them.
std::int64_t uptime() {
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    constexpr std::int64_t ns = 1'000'000'000;
    return now.tv_sec * ns + now.tv_nsec;
}

std::int64_t certain_from(std::int64_t sent_at) {
    return sent_at + std::chrono::nanoseconds(lease_length - between_clocks).count();
}

std::string length_text() {
    return std::to_string(lease_length.count()) + " seconds";
}

} // namespace

lease::lease(database::postgres_address at, std::unique_ptr<database::postgres_connection> on)
    : at_(std::move(at)),
      on_(std::move(on)) {}

std::unique_ptr<lease> lease::take(database::postgres_address const& at, std::string const& path,
                                   std::string const& holder) {
    auto quick = at;
    quick.answers_within = renewal_answers_within;
    quick.patience = std::min(quick.patience, renewal_answers_within);
    auto on = std::make_unique<database::postgres_connection>(quick);
    auto const sent_at = uptime();
    // It is ours already where this is asked a second time, as the first reply was lost.
    auto const given = on->run("INSERT INTO muster.leases AS l (path, epoch, holder, until) "
                               "VALUES ($1, 1, $2, clock_timestamp() + $3::interval) "
                               "ON CONFLICT (path) DO UPDATE SET epoch = l.epoch + 1, "
                               "holder = excluded.holder, says = '', until = excluded.until "
                               "WHERE l.until <= clock_timestamp() OR l.holder = excluded.holder "
                               "RETURNING id, epoch",
                               {path, holder, length_text()});
    if (given.rows() == 0) return nullptr;
    std::unique_ptr<lease> taken(new lease(std::move(quick), std::move(on)));
    taken->held_ = {given.number(0, 0), given.number(0, 1)};
    taken->certain_until_ns_ = certain_from(sent_at);
    // Of those who asked somebody before us, or who were killed while they waited.
    taken->on_->run("DELETE FROM muster.questions WHERE lease = $1", {std::to_string(taken->held_.lease)});
    taken->keeper_ = core::quiet_thread([one = taken.get()] { one->keep(); });
    return taken;
}

lease::~lease() {
    {
        std::lock_guard const alone(mutex_);
        ending_ = true;
    }
    woken_.notify_all();
    keeper_.join();
    if (lost_) return;
    try {
        if (!on_) on_ = std::make_unique<database::postgres_connection>(at_);
        on_->run("UPDATE muster.leases SET until = clock_timestamp() WHERE id = $1 AND epoch = $2",
                 {std::to_string(held_.lease), std::to_string(held_.epoch)});
    } catch (std::exception const&) { // it expires by itself
    }
}

std::optional<std::chrono::steady_clock::time_point> lease::certain_until() const {
    return clock::now() + std::chrono::nanoseconds(certain_until_ns_ - uptime());
}

void lease::listen(std::function<void(question)> ask) {
    std::lock_guard const alone(mutex_);
    ask_ = std::move(ask);
    listens_anew_ = true;
    woken_.notify_all();
}

void lease::say(std::string text) {
    std::lock_guard const alone(mutex_); // it is written with the next look for questions
    says_ = std::move(text);
}

void lease::answer(std::uint64_t question_id, unsigned status, std::string body) {
    std::lock_guard const alone(mutex_);
    replies_.push_back({question_id, status, std::move(body)});
    woken_.notify_all();
}

void lease::keep() {
    auto next = clock::now() + renewed_every;
    std::unique_lock alone(mutex_);
    while (!ending_ && !lost_) {
        auto const until = ask_ ? std::min(next, clock::now() + listened_every) : next;
        woken_.wait_until(alone, until, [this] { return ending_ || listens_anew_ || !replies_.empty(); });
        listens_anew_ = false;
        alone.unlock();
        if (clock::now() >= next)
            next = clock::now()
                   + (renew() ? clock::duration(renewed_every) : clock::duration(asked_again_after));
        converse();
        alone.lock();
    }
}

/// Writes what there is to be written, and looks for questions. What fails is tried again the next time.
void lease::converse() try {
    std::vector<reply> replies;
    std::optional<std::string> says;
    std::function<void(question)> ask;
    {
        std::lock_guard const alone(mutex_);
        replies = std::exchange(replies_, {});
        says = std::exchange(says_, std::nullopt);
        ask = ask_;
    }
    if (!on_) return; // renew() connects
    if (says)
        on_->run("UPDATE muster.leases SET says = $3 WHERE id = $1 AND epoch = $2",
                 {std::to_string(held_.lease), std::to_string(held_.epoch), *says});
    for (auto const& each : replies)
        on_->run("UPDATE muster.questions SET status = $2, reply = $3 WHERE id = $1",
                 {std::to_string(each.id), std::to_string(each.status), each.body});
    if (!ask) return;
    auto const asked =
        on_->run("SELECT id, method, target, body FROM muster.questions "
                 "WHERE lease = $1 AND epoch = $2 AND status IS NULL AND id > $3 "
                 "ORDER BY id LIMIT 16",
                 {std::to_string(held_.lease), std::to_string(held_.epoch), std::to_string(asked_to_)});
    for (int row = 0; row < asked.rows(); ++row) {
        asked_to_ = asked.number(row, 0);
        ask({asked_to_, std::string(asked.text(row, 1)), std::string(asked.text(row, 2)),
             std::string(asked.text(row, 3))});
    }
} catch (std::exception const&) { // who asks waits no longer than it says, and asks again
    on_.reset();
}

bool lease::renew() try {
    if (!on_) on_ = std::make_unique<database::postgres_connection>(at_);
    auto const sent_at = uptime();
    // One that has expired is still ours as long as nobody took it over.
    auto const renewed = on_->run("UPDATE muster.leases SET until = clock_timestamp() + $3::interval "
                                  "WHERE id = $1 AND epoch = $2",
                                  {std::to_string(held_.lease), std::to_string(held_.epoch), length_text()});
    if (renewed.changed() == 1)
        certain_until_ns_ = certain_from(sent_at);
    else
        lost_ = true;
    return true;
} catch (std::exception const&) { // the server is not there, or not for writing: it is asked again
    on_.reset();
    return false;
}

} // namespace muster::fleet
