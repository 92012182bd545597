#include "engine/snapshot_feed.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/whole_number.hpp"
#include "engine/share.hpp"

#include <numeric>

namespace muster::engine {

namespace asio = boost::asio;

namespace {

// A list that shifts all the time is read again so often, before it is taken for one that cannot be read.
constexpr unsigned most_steps_back = 1000;

std::uint64_t as_offset(std::string const& cursor) {
    auto const at = cursor.empty() ? 0 : core::whole_number(cursor);
    if (!at)
        throw core::job_error(core::exit_status::internal,
                              "the journal's cursor " + cursor + " is none of the job's snapshot");
    return *at;
}

list_feed::start begin_with(list_feed::start from, std::function<void(core::member const&)> on_member) {
    from.after.clear();
    from.on_member = std::move(on_member);
    return from;
}

} // namespace

struct snapshot_feed::reading {
    snapshot::page page;
    std::string lines;
};

snapshot_feed::snapshot_feed(surroundings const& with, spec::spec const& spec, caller& platform_calls,
                             async::stop& stop, std::filesystem::path file, list_feed::start from)
    : with_(with),
      spec_(spec),
      stop_(stop),
      file_(std::move(file)),
      at_(as_offset(from.after)),
      walked_(!from.after.empty()), // a job's pages come from a complete walk only
      list_(with, spec, platform_calls, stop,
            begin_with(std::move(from), [this](core::member const& m) { note(m); })) {}

void snapshot_feed::note(core::member const& m) {
    // Held twice by a page, a member stands once in the list, and not where it is met again: a page that ends
    // with one would seem to end where it ended, whatever has moved before it.
    if (!met_.insert(std::string(m.id)).second) return;
    ++members_;
    last_ = m.id;
    if (!spec_.where.matches(m)) return;
    ++matched_;
    snapshot::write_member(noted_, m);
}

asio::awaitable<std::optional<sheet>> snapshot_feed::next() {
    if (!walked_) {
        auto const whole = co_await walk();
        walked_ = whole;
    }
    if (!walked_ || ended_ || stop_.requested()) co_return std::nullopt;
    std::shared_ptr<snapshot::section> const section = snapshot::read_section(with_.storage, file_, at_);
    sheet s;
    s.memory = section;
    s.from = at_ == 0 ? std::string() : std::to_string(at_);
    s.next = std::to_string(section->next);
    s.more = !section->total.has_value();
    s.total = section->total;
    for (auto const& m : section->members) s.proposals.push_back(look_at(m, spec_));
    // The others are counted as seen.
    if (section->of.members > s.proposals.size()) s.proposals.resize(section->of.members);
    at_ = section->next;
    ended_ = !s.more;
    co_return s;
}

asio::awaitable<bool> snapshot_feed::walk() {
    auto found = snapshot::read_walk(with_.storage, file_);
    if (found.complete) {
        refuse_share(found.pages);
        co_return true;
    }
    tell_why();
    out_ = with_.storage.open_append(file_);
    with_.storage.truncate(file_, found.bytes);
    with_.storage.sync_directory(file_.parent_path());
    pages_ = std::move(found.pages);
    while (pages_.empty() || pages_.back().more) {
        provider::cursor at;
        if (!pages_.empty()) at = pages_.back().next;
        auto first = co_await read(std::move(at));
        if (!first) co_return false;
        auto read_now = std::move(*first);
        auto page = co_await joined(std::move(read_now));
        if (!page) co_return false;
        refuse_repetition(page->page);
        auto bytes = std::move(page->lines);
        snapshot::write_page(bytes, page->page);
        snapshot::add(pages_, std::move(page->page));
        co_await keep(std::move(bytes));
    }
    auto const members = std::accumulate(pages_.begin(), pages_.end(), std::uint64_t{0},
                                         [](std::uint64_t sum, auto const& p) { return sum + p.members; });
    std::string end;
    snapshot::write_end(end, members);
    co_await keep(std::move(end));
    with_.watcher.notice(observer::level::info, "the list is read: " + std::to_string(members) + " members");
    refuse_share(pages_);
    pages_.clear();
    out_.reset();
    co_return true;
}

void snapshot_feed::tell_why() const {
    with_.watcher.notice(
        observer::level::info,
        spec_.platform->about().can.list_shifts
            ? "pages of this platform shift when members are deleted: the whole list is read first"
            : "the whole list is read first, to see which part of it matches");
}

/// Whoever mends what was wrong with the list and resumes the job has it read anew.
void snapshot_feed::refuse_share(std::vector<snapshot::page> const& pages) {
    std::uint64_t members = 0, matched = 0;
    for (auto const& p : pages) {
        members += p.members;
        matched += p.matched;
    }
    auto const why = objection_to_share(spec_, matched, members);
    if (!why) return;
    out_.reset();
    with_.storage.remove(file_);
    throw core::job_error(core::exit_status::usage, *why + ". Nothing was sent.");
}

/// An instance that takes no notice of a page's number would give the same one for ever.
void snapshot_feed::refuse_repetition(snapshot::page const& p) const {
    if (pages_.empty() || p.members == 0 || p.cursor == pages_.back().cursor) return;
    if (p.last == pages_.back().last && p.members == pages_.back().members)
        throw core::job_error(
            core::exit_status::stopped,
            "the page at " + core::printable(p.cursor)
                + " of the list is the same as the one before "
                  "it: this platform pays no attention to where a page is to begin. Nothing was "
                  "sent.");
}

/// A page that joins the one before it, which still ends where it ended: the one that was read, or one
/// before.
asio::awaitable<std::optional<snapshot_feed::reading>> snapshot_feed::joined(reading page) {
    while (!pages_.empty() && spec_.platform->about().can.list_shifts) {
        auto at = pages_.back().cursor;
        auto again = co_await read(std::move(at));
        if (!again) co_return std::nullopt;
        if (again->page.last == pages_.back().last) break;
        if (++steps_back_ > most_steps_back)
            throw core::job_error(
                core::exit_status::stopped,
                "the list changes faster than it can be read; nothing was sent. Try again at "
                "a quieter time.");
        page = std::move(*again);
        pages_.pop_back();
    }
    co_return std::move(page);
}

asio::awaitable<std::optional<snapshot_feed::reading>> snapshot_feed::read(provider::cursor at) {
    noted_.clear();
    met_.clear();
    members_ = matched_ = 0;
    last_.clear();
    list_.go_to(at);
    auto const s = co_await list_.next();
    if (!s) co_return std::nullopt;
    reading l;
    l.page = {std::move(at), s->next, s->more, members_, last_, matched_};
    l.lines = std::move(noted_);
    co_return l;
}

asio::awaitable<void> snapshot_feed::keep(std::string bytes) {
    std::function<void()> write = [this, &bytes] {
        out_->append(bytes);
        out_->sync();
    };
    try {
        co_await async::run_blocking(with_.blocking, std::move(write));
    } catch (files::io_error const& e) {
        throw core::job_error(core::exit_status::stopped,
                              std::string(e.what()) + ". Nothing was sent; mend that, then resume the job.");
    }
}

} // namespace muster::engine
