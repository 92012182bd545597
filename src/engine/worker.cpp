#include "engine/worker.hpp"

#include "core/errors.hpp"
#include "core/overload.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "engine/refusal.hpp"
#include "pacing/backoff.hpp"

#include <boost/json/monotonic_resource.hpp>

#include <algorithm>

namespace muster::engine {

namespace asio = boost::asio;
namespace json = boost::json;
using core::outcome;

namespace {

bool may_repeat(core::change const& c) {
    auto const* const raw = std::get_if<core::raw_request>(&c);
    return raw == nullptr || raw->idempotent;
}

bool deletes(core::change const& c) {
    return std::holds_alternative<core::delete_member>(c);
}

} // namespace

worker::worker(caller& platform_calls, outcomes& results, spec::spec const& spec, async::timekeeper& time,
               async::stop& stopping, std::function<double()> uniform01)
    : caller_(platform_calls),
      outcomes_(results),
      spec_(spec),
      time_(time),
      stopping_(stopping),
      uniform01_(std::move(uniform01)) {}

asio::awaitable<void> worker::run(async::bounded_queue<unit>& queue) {
    for (;;) {
        auto next = co_await queue.pop();
        if (!next) co_return;
        co_await outcomes_.recorder().room();
        auto members = std::move(*next);
        co_await settle(std::move(members));
    }
}

asio::awaitable<void> worker::settle(unit members) {
    if (stopping_.requested()) co_return;
    co_await write_intents(members);
    while (!members.empty() && !stopping_.requested()) {
        co_await read_back_doubtful(members);
        drop_exhausted(members);
        bool const in_doubt =
            std::any_of(members.begin(), members.end(), [](auto const& m) { return m.doubtful; });
        if (!in_doubt && !members.empty() && !stopping_.requested()) {
            co_await send(members);
            drop_exhausted(members);
        }
        co_await pause(members);
    }
    leave(members);
}

asio::awaitable<void> worker::write_intents(unit& members) {
    bool wrote = false;
    for (auto& m : members) {
        if (m.has_intent) continue;
        journal::intent i;
        i.member = m.task.member_id;
        i.page = m.page;
        i.change = core::to_json(m.task.what);
        i.before = std::move(m.before);
        outcomes_.recorder().write(i);
        m.has_intent = true;
        wrote = true;
    }
    if (wrote) co_await outcomes_.recorder().durable();
}

asio::awaitable<void> worker::send(unit& members) {
    std::vector<provider::assignment> tasks;
    for (auto& m : members) tasks.push_back(m.task);
    if (spec_.platform->needs_current(tasks.front().what)) {
        bool const ready = co_await complete(members, tasks);
        if (!ready) co_return; // the next round tries again
    }
    auto const request = spec_.platform->perform(tasks);
    auto const result = co_await caller_.send(request, tasks.front().member_id);
    if (auto const* const fault = std::get_if<http::fault>(&result.answer)) {
        for (auto& m : members) note_fault(m, *fault);
        co_return;
    }
    auto const judged = spec_.platform->judge(tasks, std::get<http::reply>(result.answer));
    auto const* const whole = std::get_if<core::verdict>(&judged);
    auto const verdicts = whole != nullptr ? std::vector<core::verdict>(members.size(), *whole)
                                           : std::get<std::vector<core::verdict>>(judged);
    for (std::size_t i = members.size(); i-- > 0;) // from the end, as settled members are taken out
        if (apply(members[i], verdicts[i])) members.erase(members.begin() + static_cast<std::ptrdiff_t>(i));
}

bool worker::apply(pending_member& m, core::verdict const& v) {
    return std::visit(
        core::overload{[&](core::done const&) {
                           ++m.attempts;
                           finish(m, outcome::done);
                           return true;
                       },
                       [&](core::already const&) {
                           ++m.attempts;
                           finish(m, m.was_doubtful ? outcome::done : outcome::already);
                           return true;
                       },
                       [&](core::gone const&) {
                           ++m.attempts;
                           if (!deletes(m.task.what))
                               finish(m, outcome::gone);
                           else
                               finish(m, m.was_doubtful ? outcome::done : outcome::already);
                           return true;
                       },
                       [](core::throttled const&) { return false; }, // costs the member no attempt
                       [&](core::transient const& t) {
                           ++m.attempts;
                           m.doubtful = m.was_doubtful = true;
                           note_failure(m, t.why);
                           return false;
                       },
                       [&](core::rejected const& r) {
                           ++m.attempts;
                           finish(m, outcome::failed, r.code, r.message);
                           return true;
                       },
                       [&](core::refused const& r) -> bool {
                           // A refusal had no effect, so that nothing is in doubt.
                           if (!m.was_doubtful)
                               outcomes_.recorder().write(journal::intent_withdrawn{m.task.member_id});
                           stop_refused(r, spec_);
                       }},
        v);
}

/// A member read afresh, with the memory that it lives in.
struct worker::fresh_member {
    json::monotonic_resource memory;
    bool was_read = false; // false: the request failed, which is noted at the member
    provider::found_member member;
};

asio::awaitable<void> worker::fetch(pending_member& m, fresh_member& into) {
    auto const request = spec_.platform->get(m.task.member_id);
    auto const result = co_await caller_.send(request, m.task.member_id);
    if (auto const* const fault = std::get_if<http::fault>(&result.answer)) {
        if (fault->kind != http::fault_kind::aborted) note_failure(m, fault->message);
        co_return;
    }
    auto found = spec_.platform->read_member(std::get<http::reply>(result.answer), into.memory);
    if (auto const* const v = std::get_if<core::verdict>(&found)) {
        if (auto const* const r = std::get_if<core::refused>(v)) stop_refused(*r, spec_);
        if (auto const* const t = std::get_if<core::transient>(v)) note_failure(m, t->why);
        if (auto const* const r = std::get_if<core::rejected>(v))
            note_failure(m, r->message + " (" + r->code + ")");
        co_return;
    }
    into.was_read = true;
    into.member = std::get<provider::found_member>(found);
}

asio::awaitable<void> worker::read_back_doubtful(unit& members) {
    for (std::size_t i = 0; i < members.size() && !stopping_.requested();) {
        bool settled = false;
        if (members[i].doubtful) settled = co_await read_back(members[i]);
        if (settled)
            members.erase(members.begin() + static_cast<std::ptrdiff_t>(i));
        else
            ++i;
    }
}

asio::awaitable<bool> worker::read_back(pending_member& m) {
    if (!may_repeat(m.task.what)) {
        finish(m, outcome::unknown, "in-doubt",
               "the request may have taken effect, and nothing can tell; check the member by hand");
        co_return true;
    }
    fresh_member now;
    co_await fetch(m, now);
    if (!now.was_read) co_return false;
    if (!now.member) {
        finish(m, deletes(m.task.what) ? outcome::done : outcome::gone);
        co_return true;
    }
    if (spec_.platform->test(m.task.what, *now.member) == provider::effect::present) {
        finish(m, outcome::done);
        co_return true;
    }
    m.doubtful = false; // the change is not there: it may be sent
    co_return false;
}

asio::awaitable<bool> worker::complete(unit& members, std::vector<provider::assignment>& tasks) {
    for (std::size_t i = 0; i < members.size();) {
        fresh_member now;
        co_await fetch(members[i], now);
        if (!now.was_read) co_return false;
        if (now.member) {
            tasks[i].what = spec_.platform->complete(tasks[i].what, *now.member);
            ++i;
            continue;
        }
        finish(members[i], outcome::gone);
        members.erase(members.begin() + static_cast<std::ptrdiff_t>(i));
        tasks.erase(tasks.begin() + static_cast<std::ptrdiff_t>(i));
    }
    co_return !members.empty();
}

void worker::note_fault(pending_member& m, http::fault const& f) {
    if (f.sent) {
        ++m.attempts;
        m.doubtful = m.was_doubtful = true;
    }
    if (f.kind != http::fault_kind::aborted) note_failure(m, f.message);
}

void worker::note_failure(pending_member& m, std::string why) {
    ++m.failures;
    // Failures in a row, with no reply to anybody between them, are the platform's trouble and count once.
    bool const alive = !m.failed_at || caller_.health().alive_since(*m.failed_at);
    if (alive) m.failing_since = time_.now();
    if (alive && !caller_.health().down()) ++m.blamed;
    m.failed_at = time_.now();
    m.last_failure = std::move(why);
}

void worker::drop_exhausted(unit& members) {
    std::erase_if(members, [&](pending_member& m) { return exhausted(m); });
}

bool worker::exhausted(pending_member& m) {
    // A member in doubt has as many tries again for reading it back.
    auto const allowed = m.doubtful ? 2 * spec_.retry.attempts : spec_.retry.attempts;
    if (m.failures == 0 || stopping_.requested()) return false;
    // Only a platform that answers others can tell that this member is the trouble.
    bool const alive = caller_.health().alive_since(*m.failing_since);
    if (m.blamed >= allowed && alive) {
        if (m.doubtful)
            finish(m, outcome::unknown, "in-doubt", m.last_failure);
        else
            finish(m, outcome::failed, "attempts-exhausted", m.last_failure);
        return true;
    }
    if (!alive && time_.now() - *m.failing_since > spec_.retry.patience)
        throw core::job_error(core::exit_status::stopped, "the platform has answered nothing of use for "
                                                              + core::describe(spec_.retry.patience) + " ("
                                                              + core::printable(core::redact(m.last_failure))
                                                              + "); resume the job once it does");
    return false;
}

asio::awaitable<void> worker::pause(unit const& members) {
    unsigned failures = 0;
    for (auto const& m : members) failures = std::max(failures, m.failures);
    if (failures == 0 || stopping_.requested()) co_return;
    bool const granted = caller_.spend_retry();
    if (!granted) co_return; // the platform counts as down now; the next request waits for it
    auto const wait =
        pacing::full_jitter(spec_.retry.base_delay, spec_.retry.max_delay, failures - 1, uniform01_());
    co_await time_.sleep_until(time_.now() + wait, stopping_);
}

void worker::leave(unit const& members) {
    for (auto const& m : members)
        if (m.has_intent && !m.was_doubtful)
            outcomes_.recorder().write(journal::intent_withdrawn{m.task.member_id});
}

void worker::finish(pending_member const& m, outcome o, std::string code, std::string message) {
    journal::member_settled s;
    s.member = m.task.member_id;
    s.page = m.page;
    s.outcome = o;
    s.attempts = m.attempts;
    s.code = std::move(code);
    s.message = std::move(message);
    s.read_back = m.doubtful;
    outcomes_.settle(std::move(s));
}

} // namespace muster::engine
