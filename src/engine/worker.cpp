#include "engine/worker.hpp"

#include "core/errors.hpp"
#include "core/overload.hpp"
#include "engine/looks.hpp"
#include "engine/refusal.hpp"

#include <boost/json/monotonic_resource.hpp>

#include <algorithm>
#include <utility>

namespace muster::engine {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

// More intents than that are those of batches, and take a megabyte, perhaps.
constexpr std::size_t usually_together = 256;
// The room of larger ones is not kept: there are many workers.
constexpr std::size_t usual_reply = 4096;

void note_sent(pending_member& m, core::instant at) {
    if (!m.first_sent) m.first_sent = at;
}

/// Counts a unit as under way while it lives.
class on_its_way {
public:
    explicit on_its_way(unit_queue& all) : all_(all) { ++all_.under_way; }
    ~on_its_way() { --all_.under_way; }
    on_its_way(on_its_way const&) = delete;
    on_its_way& operator=(on_its_way const&) = delete;

private:
    unit_queue& all_;
};

/// The change as the journal keeps it: a record stands in the spec, which the job keeps as well, or in a row
/// of its file, and may hold a password.
json::value as_noted(core::change const& c) {
    if (std::holds_alternative<core::create_member>(c)) return core::to_json(core::create_member());
    if (std::holds_alternative<core::upsert_member>(c)) return core::to_json(core::upsert_member());
    return core::to_json(c);
}

/// Adds the intents of those of its members that have none yet.
void add_intents(unit& u, std::vector<journal::intent>& all) {
    for (auto& m : u.members) {
        if (std::exchange(m.has_intent, true)) continue;
        journal::intent i;
        i.member = m.task.member_id;
        i.page = m.page;
        i.change = as_noted(m.task.what);
        i.before = std::move(m.before);
        i.email = std::move(m.email);
        i.row = std::move(m.row);
        all.push_back(std::move(i));
    }
}

} // namespace

asio::awaitable<void> worker::run(unit_queue& queue) {
    for (;;) {
        auto next = queue.try_pop();
        if (!next) {
            auto waited_for = co_await queue.pop();
            if (!waited_for) co_return;
            next = std::move(waited_for);
        }
        if (!outcomes_.recorder().has_room()) co_await outcomes_.recorder().room();
        auto one = std::move(*next);
        note(one, queue);
        co_await bring_home(one, queue);
        if (queue.waiting > 0) hasten_in_time(queue);
    }
}

std::size_t worker::noted_ahead(spec::pace const& pace) {
    constexpr std::size_t for_each_request = 4; // a sync takes longer than some of them
    constexpr std::size_t most = 512;
    if (pace.requests_per_second > 0) return 0;
    return std::min(for_each_request * pace.concurrency, most);
}

/// Sees to it that its intents are on their way to the disk, and those of the next ones in the queue before
/// these are all used up: so one sync serves many.
void worker::note(unit& u, unit_queue& queue) {
    bool const is_noted = u.noted_before > 0;
    if (is_noted) --queue.noted;
    if (stop_.requested()) return;
    auto const lead = noted_ahead(spec_.pace);
    if (is_noted && (2 * queue.noted > lead || queue.noted == queue.size())) return;
    auto const add = [&](unit& each) {
        add_intents(each, queue.intents);
        queue.intending.push_back(&each);
    };
    if (!is_noted) add(u);
    std::size_t units = 0, members = 0;
    queue.look_ahead([&](unit& each) {
        members += each.members.size();
        if (members > lead) return false;
        if (++units > queue.noted) add(each);
        return true;
    });
    queue.noted = std::max(queue.noted, units);
    auto& journal = outcomes_.recorder();
    journal.write(queue.intents);
    for (auto* const each : queue.intending) each->noted_before = journal.written_to();
    bool const large = queue.intents.size() > usually_together;
    queue.intents.clear();
    queue.intending.clear();
    if (large) queue.intents.shrink_to_fit();
    if (is_slow())
        hasten_in_time(queue);
    else
        journal.hasten();
}

/// Under our own limit most workers wait for their turns: as long as half of them could take theirs, the
/// others' intents need not be on the disk yet, and one sync serves all of them.
void worker::hasten_in_time(unit_queue const& queue) {
    auto const ready = queue.under_way - std::min(queue.under_way, caller_.in_flight());
    if (2 * ready < spec_.pace.concurrency) outcomes_.recorder().hasten();
}

asio::awaitable<void> worker::bring_home(unit& u, unit_queue& queue) {
    if (stop_.requested()) {
        if (u.noted_before > 0) decide(u, course::begun{}); // it withdraws what was not sent
        co_return;
    }
    permission::at_work const working(permission_);
    auto& journal = outcomes_.recorder();
    if (!journal.is_durable(u.noted_before)) {
        if (is_slow()) {
            ++queue.waiting;
            co_await journal.durable_in_time(u.noted_before);
            --queue.waiting;
        } else {
            co_await journal.durable_to(u.noted_before);
        }
    }
    on_its_way const counted(queue);
    std::vector<unit> parts; // that were split off; the last of them comes next
    for (;;) {
        auto const to_split = co_await follow(u);
        if (to_split) {
            parts.push_back(split_off(u));
            continue;
        }
        if (parts.empty()) co_return;
        u = std::move(parts.back());
        parts.pop_back();
    }
}

asio::awaitable<bool> worker::follow(unit& u) {
    allowance under(caller_.quotas());
    auto step = decide(u, course::begun{});
    for (;;) {
        if (std::holds_alternative<course::send>(step)) {
            auto const request = request_for(u);
            under.expect(1);
            co_await caller_.send(request, tasks_.front().member_id, under, came_of_it_);
            auto const happened = judge(u);
            step = decide(u, happened);
        } else if (auto* const looking = std::get_if<course::look>(&step)) {
            auto members = std::move(looking->members);
            step = co_await look(u, std::move(members), under);
        } else if (std::holds_alternative<course::ask>(step)) {
            auto const happened = co_await permission_.ask();
            step = decide(u, happened);
        } else if (auto const* const waiting = std::get_if<course::wait>(&step)) {
            auto const failures = waiting->failures;
            co_await caller_.back_off(failures);
            step = decide(u, course::rested{});
        } else if (auto const* const refusal = std::get_if<course::refused>(&step)) {
            stop_refused(refusal->why, spec_);
        } else if (auto const* const end = std::get_if<course::give_up>(&step)) {
            throw core::job_error(core::exit_status::stopped, end->why);
        } else {
            co_return std::holds_alternative<course::split>(step);
        }
    }
}

/// What carries it. What that is, is lent by the unit: a batch holds thousands of documents, and none need be
/// copied. A change that was completed is good for this request only, and not given back.
http::request worker::request_for(unit& u) {
    tasks_.clear();
    tasks_.reserve(u.members.size());
    for (auto& m : u.members)
        tasks_.push_back(
            {std::move(m.task.member_id), m.completed ? std::move(*m.completed) : std::move(m.task.what)});
    return spec_.platform->perform(tasks_);
}

/// What came of the request, and gives back what was lent for it.
course::event worker::judge(unit& u) {
    auto const* const reply = std::get_if<http::reply>(&came_of_it_.answer);
    auto judged = reply != nullptr ? spec_.platform->judge(tasks_, *reply) : provider::judgement();
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
        auto& m = u.members[i];
        note_sent(m, came_of_it_.sent_at);
        m.task.member_id = std::move(tasks_[i].member_id);
        if (!m.completed) m.task.what = std::move(tasks_[i].what);
    }
    if (tasks_.size() > 1) tasks_ = {}; // of batches, the room would be megabytes
    if (reply == nullptr) return course::broken{std::get<http::fault>(came_of_it_.answer)};
    auto const* const whole = std::get_if<core::verdict>(&judged);
    bool const is_so = whole != nullptr && std::holds_alternative<core::already>(*whole);
    bool const success = reply->status >= 200 && reply->status < 300;
    if (success || is_so) permission_.allowed();
    if (reply->body.size() > usual_reply) came_of_it_ = {};
    return course::replied{std::move(judged)};
}

asio::awaitable<course::step> worker::look(unit& u, std::vector<std::size_t> members, allowance& under) {
    std::vector<provider::assignment> tasks;
    tasks.reserve(members.size());
    for (auto const i : members) tasks.push_back(u.members[i].task);
    auto const request = spec_.platform->look_up(tasks);
    under.expect(looks_to_come(u, *spec_.platform) + 1); // with the change itself
    call_result result;
    co_await caller_.send(request, tasks.front().member_id, under, result);
    for (auto const i : members) note_sent(u.members[i], result.sent_at);
    if (auto const* const fault = std::get_if<http::fault>(&result.answer)) {
        if (fault->kind == http::fault_kind::aborted) co_return decide(u, course::not_tried{});
        co_return decide(u, course::not_looked{fault->message});
    }
    json::monotonic_resource memory;
    auto const found = spec_.platform->read_found(tasks, std::get<http::reply>(result.answer), memory);
    if (auto const* const all = std::get_if<std::vector<provider::found_member>>(&found)) {
        course::looked seen{std::move(members), {}};
        seen.found.reserve(all->size());
        for (auto const& m : *all) seen.found.push_back(m ? &*m : nullptr);
        co_return decide(u, seen);
    }
    auto const happened = std::visit(
        core::overload{[&](core::refused const& r) -> course::event {
                           return course::look_refused{members, r};
                       },
                       [](core::transient const& t) -> course::event { return course::not_looked{t.why}; },
                       [&](core::rejected const& r) -> course::event {
                           return course::look_rejected{members, r};
                       },
                       // The caller's pace holds the next try back.
                       [](auto const&) -> course::event { return course::not_tried{}; }},
        std::get<core::verdict>(found));
    co_return decide(u, happened);
}

std::optional<core::wall_time> worker::began(journal::state const& job) {
    return job.job() ? core::parse_iso8601(job.job()->at) : std::nullopt;
}

course::step worker::decide(unit& u, course::event const& e) {
    auto const now = with_.time.now();
    auto made = course_.decide(u, e, {now, caller_.health(), stop_.requested(), job_began_});
    std::vector<journal::member_settled> all;
    std::vector<core::duration> took;
    all.reserve(made.done.size());
    took.reserve(made.done.size());
    for (auto& end : made.done) {
        auto m = std::move(end.member); // its documents go with it
        journal::member_settled s;
        s.member = std::move(m.task.member_id);
        s.page = m.page;
        s.outcome = end.outcome;
        s.attempts = m.attempts;
        s.code = std::move(end.code);
        s.message = std::move(end.message);
        s.made = std::move(end.made);
        s.read_back = m.doubtful || (m.rejection && end.outcome != core::outcome::failed);
        auto const& since = m.first_sent;
        took.push_back(since ? now - *since : core::duration());
        all.push_back(std::move(s));
    }
    made.done.clear();
    made.done.shrink_to_fit();
    outcomes_.settle(std::move(all), took);
    for (auto& id : made.withdrawn) outcomes_.recorder().write(journal::intent_withdrawn{std::move(id)});
    return std::move(made.next);
}

} // namespace muster::engine
