#include "engine/reader.hpp"

#include "core/overload.hpp"
#include "core/printable.hpp"

namespace muster::engine {

namespace asio = boost::asio;

namespace {

// How many members may be settled above the low-water mark, because a page before them waits for a slow one:
// it bounds memory and checkpoints, and lets some 160 s go on at 25 members a second.
constexpr std::size_t widest_window = 4096;

} // namespace

looked_at look_at(core::member const& m, spec::spec const& spec) {
    looked_at result;
    if (!spec.where.matches(m)) return result;
    auto decided = spec.operation->decide(m);
    std::visit(
        core::overload{[&](core::change& c) {
                           result.what = looked_at::kind::to_change;
                           result.change = std::move(c);
                       },
                       [&](operation::nothing_to_do const&) { result.what = looked_at::kind::needs_nothing; },
                       [&](operation::impossible& i) {
                           result.what = looked_at::kind::impossible;
                           result.code = std::move(i.code);
                           result.message = std::move(i.message);
                       }},
        decided);
    if (result.what != looked_at::kind::to_change) return result;
    if (auto objection = spec.platform->objection(result.change)) {
        result.what = looked_at::kind::impossible;
        result.code = "not-acceptable";
        result.message = std::move(*objection);
    } else if (spec.platform->test(result.change, m) == provider::effect::present) {
        result.what = looked_at::kind::needs_nothing;
    }
    return result;
}

met_members::met_members(std::deque<std::string> oldest_first) : order_(std::move(oldest_first)) {
    for (auto const& id : order_) ids_.insert(id);
}

bool met_members::meet(std::string_view id) {
    if (ids_.contains(id)) return true;
    order_.emplace_back(id);
    ids_.insert(order_.back());
    if (order_.size() > journal::recent_members) {
        ids_.erase(order_.front());
        order_.pop_front();
    }
    return false;
}

reader::reader(page_walk& walk, outcomes& results, canary& first_members, spec::spec const& spec,
               async::stop& stopping, observer& watcher, std::deque<std::string> recent,
               std::optional<std::uint64_t> limit)
    : walk_(walk),
      outcomes_(results),
      canary_(first_members),
      spec_(spec),
      stopping_(stopping),
      watcher_(watcher),
      recent_(std::move(recent)),
      limit_(limit) {}

asio::awaitable<void> reader::fetch(async::bounded_queue<walked_page>& pages) {
    while (!limit_reached()) {
        auto next = co_await walk_.next();
        if (!next) break;
        auto page = std::move(*next);
        bool const wanted = co_await pages.push(std::move(page));
        if (!wanted) break;
    }
    pages.close();
}

asio::awaitable<void> reader::feed(async::bounded_queue<walked_page>& pages,
                                   async::bounded_queue<unit>& queue) {
    auto doubtful = in_doubt();
    bool going_on = co_await push(std::move(doubtful), queue);
    while (going_on && !limit_reached()) {
        auto next = co_await pages.pop();
        if (!next || stopping_.requested()) break;
        auto members = take_page(*next);
        walk_.recycle(std::move(*next));
        going_on = co_await begin(std::move(members), queue);
        co_await outcomes_.recorder().room();
        co_await wait_for_window();
    }
    pages.discard();
    queue.close();
}

unit reader::in_doubt() {
    unit members;
    for (auto const& [id, intent] : outcomes_.recorder().state().pending()) {
        pending_member m;
        m.task.member_id = id;
        m.task.what = core::change_from_json(intent.change);
        m.page = intent.page;
        m.has_intent = true;
        m.doubtful = m.was_doubtful = true;
        members.push_back(std::move(m));
        doubtful_.insert(id);
    }
    return members;
}

reader::matching reader::take_page(walked_page const& page) {
    auto& journal = outcomes_.recorder();
    auto const number = journal.state().next_page_number();
    journal::page_read read;
    read.number = number;
    read.from = page.from;
    read.next = page.content.next;
    read.more = page.content.more;
    read.members = page.content.members.size();
    read.total = page.content.total_count;

    matching found;
    std::uint64_t beyond_limit = 0;
    for (auto const& m : page.content.members) {
        if (journal.state().settled_before(m.id) || doubtful_.contains(m.id)) {
            ++read.again;
            continue;
        }
        auto looked = look_at(m, spec_);
        if (looked.what == looked_at::kind::not_matching) continue;
        if (limit_reached()) {
            ++beyond_limit;
            continue;
        }
        if (recent_.meet(m.id)) {
            if (++repeated_ == 1)
                watcher_.notice(observer::level::warning, "the list gave member " + core::printable(m.id)
                                                              + " twice; such members are passed over");
            continue;
        }
        ++fed_;
        if (looked.what == looked_at::kind::to_change) {
            pending_member p;
            p.task.member_id = m.id;
            p.before = spec_.platform->before_image(looked.change, m);
            p.task.what = std::move(looked.change);
            p.page = number;
            found.to_change.push_back(std::move(p));
            continue;
        }
        journal::member_settled s;
        s.member = m.id;
        s.page = number;
        s.outcome =
            looked.what == looked_at::kind::needs_nothing ? core::outcome::already : core::outcome::failed;
        s.code = std::move(looked.code);
        s.message = std::move(looked.message);
        found.settled.push_back(std::move(s));
    }
    // Members beyond the limit keep the page open, so that a resume reads it again.
    read.matched = found.size() + beyond_limit;
    journal.write(read);
    return found;
}

reader::matching reader::matching::first(std::size_t n) {
    matching taken;
    auto const move_to = [&](auto& to, auto& from) {
        auto const some = static_cast<std::ptrdiff_t>(std::min(n - taken.size(), from.size()));
        std::move(from.begin(), from.begin() + some, std::back_inserter(to));
        from.erase(from.begin(), from.begin() + some);
    };
    move_to(taken.to_change, to_change);
    move_to(taken.settled, settled);
    return taken;
}

asio::awaitable<bool> reader::begin(matching members, async::bounded_queue<unit>& queue) {
    while (canary_.room() < members.size()) {
        auto few = members.first(canary_.room());
        bool const begun = co_await begin_all(std::move(few), queue);
        if (!begun) co_return false;
        co_await canary_.judged();
        if (stopping_.requested()) co_return false;
    }
    co_return co_await begin_all(std::move(members), queue);
}

asio::awaitable<bool> reader::begin_all(matching members, async::bounded_queue<unit>& queue) {
    canary_.begin(members.size());
    for (auto& s : members.settled) outcomes_.settle(std::move(s));
    auto to_change = std::move(members.to_change);
    co_return co_await push(std::move(to_change), queue);
}

asio::awaitable<bool> reader::push(unit members, async::bounded_queue<unit>& queue) {
    if (members.empty()) co_return true;
    auto const most = provider::members_per_request(spec_.platform->about(), members.front().task.what);
    for (std::size_t i = 0; i < members.size(); i += most) {
        unit part;
        for (std::size_t j = i; j < std::min(i + most, members.size()); ++j)
            part.push_back(std::move(members[j]));
        bool const accepted = co_await queue.push(std::move(part));
        if (!accepted) co_return false;
    }
    co_return true;
}

asio::awaitable<void> reader::wait_for_window() {
    auto& journal = outcomes_.recorder();
    while (journal.state().window() > widest_window && journal.state().open_pages() > 1
           && !stopping_.requested())
        co_await journal.progress();
}

} // namespace muster::engine
