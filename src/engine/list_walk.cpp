#include "engine/list_walk.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"

#include <algorithm>
#include <unordered_set>

namespace muster::engine {

namespace asio = boost::asio;

namespace {

// Pages of a list that shifts all the time are read again so often, before it is taken for one that cannot be
// read.
constexpr unsigned most_read_again = 1000;

list_feed::start whole_list(std::function<void(core::member const&)> on_member) {
    list_feed::start from;
    from.on_member = std::move(on_member);
    from.only_read = true;
    return from;
}

list_walk::extent extent_of(std::vector<snapshot::page> const& pages) {
    list_walk::extent all;
    for (auto const& p : pages) {
        all.members += p.members;
        all.kept += p.matched;
    }
    return all;
}

[[noreturn]] void refuse_repetition(std::string const& cursor) {
    throw core::job_error(core::exit_status::stopped,
                          "the page at " + core::printable(cursor)
                              + " of the list is the same as the one before it: this platform pays no "
                                "attention to where a page is to begin. Nothing was sent.");
}

} // namespace

struct list_walk::reading {
    std::string cursor, next;
    bool more = false;
    std::vector<noted> members; // each once, where it came first
    std::string last;           // the id of the last of all that it held; empty: it held nobody

    bool shows(std::string const& id) const { return at(id) != members.end(); }
    bool shows_any_of(reading const& other) const {
        return std::ranges::any_of(other.members, [this](noted const& m) { return shows(m.id); });
    }
    bool same_as(reading const& other) const {
        return std::ranges::equal(members, other.members, {}, &noted::id, &noted::id);
    }

    /// Leaves those behind one who is there.
    void go_behind(std::string const& id) { members.erase(members.begin(), at(id) + 1); }
    void put_in_front(std::vector<noted> others) {
        std::unordered_set<std::string> ids;
        for (auto const& m : others) ids.insert(m.id);
        for (auto& m : members)
            if (!ids.contains(m.id)) others.push_back(std::move(m));
        members = std::move(others);
    }

    snapshot::page page() const {
        auto const kept = std::ranges::count_if(members, [](noted const& m) { return !m.line.empty(); });
        return {cursor, next, more, members.size(), last, static_cast<std::uint64_t>(kept)};
    }

private:
    std::vector<noted>::const_iterator at(std::string const& id) const {
        return std::ranges::find(members, id, &noted::id);
    }
};

list_walk::list_walk(surroundings const& with, spec::spec const& spec, caller& platform_calls,
                     async::stop& stop, std::filesystem::path file, purpose what_for)
    : with_(with),
      spec_(spec),
      file_(std::move(file)),
      what_for_(std::move(what_for)),
      list_(with, spec, platform_calls, stop, whole_list([this](core::member const& m) { note(m); })) {}

void list_walk::note(core::member const& m) {
    noted now{std::string(m.id), {}};
    if (what_for_.keeps(m)) snapshot::write_member(now.line, m);
    noted_.push_back(std::move(now));
}

/// Where cursors lead, nobody is looked for on a page before the last.
bool list_walk::may_go_back() const {
    return spec_.platform->about().can.list_shifts;
}

void list_walk::add(snapshot::page page) {
    if (may_go_back()) return snapshot::add(pages_, std::move(page));
    auto const gone = extent_of(pages_);
    passed_.members += gone.members;
    passed_.kept += gone.kept;
    pages_.clear();
    pages_.push_back(std::move(page));
}

asio::awaitable<std::optional<list_walk::extent>> list_walk::go_on() {
    auto found = snapshot::read_walk(with_.storage, file_);
    out_ = with_.storage.open_append(file_);
    if (found.complete) {
        // Who wrote the end may have been killed before it was on the disk, where the journal, which is going
        // to lean on it, soon is.
        with_.storage.sync_directory(file_.parent_path());
        co_await write(std::string());
        out_.reset();
        co_return extent_of(found.pages);
    }
    with_.watcher.notice(observer::level::info, what_for_.why);
    with_.storage.truncate(file_, found.bytes);
    with_.storage.sync_directory(file_.parent_path());
    passed_ = {};
    pages_.clear();
    for (auto& each : found.pages) add(std::move(each));
    found.pages = {};
    while (pages_.empty() || pages_.back().more) {
        provider::cursor at;
        if (!pages_.empty()) at = pages_.back().next;
        auto first = co_await read(std::move(at));
        if (!first) co_return std::nullopt;
        auto read_now = std::move(*first);
        auto next = co_await joined(std::move(read_now));
        if (!next) co_return std::nullopt;
        std::string bytes;
        for (auto const& m : next->members) bytes += m.line;
        auto page = next->page();
        snapshot::write_page(bytes, page);
        add(std::move(page));
        co_await write(std::move(bytes));
    }
    auto all = extent_of(pages_);
    all.members += passed_.members;
    all.kept += passed_.kept;
    std::string end;
    snapshot::write_end(end, all.members);
    co_await write(std::move(end));
    with_.watcher.notice(observer::level::info,
                         "the list is read: " + std::to_string(all.members) + " members");
    pages_ = {};
    out_.reset();
    co_return all;
}

/// The page that comes behind those that were met, without whoever was: the one that was read, or one before.
asio::awaitable<std::optional<list_walk::reading>> list_walk::joined(reading page) {
    bool const shifts = may_go_back();
    std::size_t steps_back = 1;
    while (!pages_.empty()) {
        auto const& before = pages_.back();
        bool const ends_alike = !page.last.empty() && page.last == before.last;
        if (!shifts && ends_alike && page.cursor != before.cursor && page.members.size() == before.members)
            refuse_repetition(page.cursor);
        if (!shifts) break;
        auto at = before.cursor;
        auto again = co_await read(std::move(at));
        if (!again) co_return std::nullopt;
        // An instance that takes no notice of a page's number would give the same one for ever.
        if (ends_alike && again->same_as(page)) refuse_repetition(page.cursor);
        if (again->last == before.last) break;
        // Somebody was inserted or deleted meanwhile. The list keeps its order, so whoever was not met yet
        // stands behind the last member met.
        if (page.shows(before.last)) {
            page.go_behind(before.last);
            break;
        }
        if (++read_again_ > most_read_again)
            throw core::job_error(
                core::exit_status::stopped,
                "the list changes faster than it can be read; nothing was sent. Try again at "
                "a quieter time.");
        if (!again->shows(before.last)) {
            pages_.resize(pages_.size() - std::min(steps_back, pages_.size()));
            auto behind = pages_.empty() ? provider::cursor() : pages_.back().next;
            auto from_there = co_await read(std::move(behind));
            if (!from_there) co_return std::nullopt;
            page = std::move(*from_there);
            steps_back *= 2; // many may have come or gone
            continue;
        }
        // Some of those moved to the page before. Nobody stands between the two pages if they share a member,
        // or if this one is the same still.
        again->go_behind(before.last);
        if (!again->shows_any_of(page)) {
            auto here = page.cursor;
            auto once_more = co_await read(std::move(here));
            if (!once_more) co_return std::nullopt;
            bool const still = once_more->same_as(page);
            page = std::move(*once_more);
            if (!still) continue;
        }
        page.put_in_front(std::move(again->members));
        break;
    }
    co_return std::move(page);
}

asio::awaitable<std::optional<list_walk::reading>> list_walk::read(provider::cursor at) {
    noted_.clear();
    list_.go_to(at);
    auto const s = co_await list_.next();
    if (!s) co_return std::nullopt;
    reading now{std::move(at), s->next, s->more, {}, {}};
    std::unordered_set<std::string> ids;
    for (auto& m : noted_)
        if (ids.insert(m.id).second) now.members.push_back(std::move(m));
    if (!now.members.empty()) now.last = now.members.back().id;
    co_return now;
}

asio::awaitable<void> list_walk::write(std::string bytes) {
    std::function<void()> work = [this, &bytes] {
        out_->append(bytes);
        out_->sync();
    };
    try {
        co_await async::run_blocking(with_.blocking, std::move(work));
    } catch (files::io_error const& e) {
        throw core::job_error(core::exit_status::stopped,
                              std::string(e.what()) + ". Nothing was sent; mend that, then resume the job.");
    }
}

} // namespace muster::engine
