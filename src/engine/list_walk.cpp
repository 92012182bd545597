#include "engine/list_walk.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"

namespace muster::engine {

namespace asio = boost::asio;

namespace {

// A list that shifts all the time is read again so often, before it is taken for one that cannot be read.
constexpr unsigned most_steps_back = 1000;

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

} // namespace

struct list_walk::reading {
    snapshot::page page;
    std::string lines;
};

list_walk::list_walk(surroundings const& with, spec::spec const& spec, caller& platform_calls,
                     async::stop& stop, std::filesystem::path file, purpose what_for)
    : with_(with),
      spec_(spec),
      file_(std::move(file)),
      what_for_(std::move(what_for)),
      list_(with, spec, platform_calls, stop, whole_list([this](core::member const& m) { note(m); })) {}

void list_walk::note(core::member const& m) {
    // Held twice by a page, a member stands once in the list, and not where it is met again: a page that ends
    // with one would seem to end where it ended, whatever has moved before it.
    if (!met_.insert(std::string(m.id)).second) return;
    ++members_;
    last_ = m.id;
    if (!what_for_.keeps(m)) return;
    ++kept_;
    snapshot::write_member(noted_, m);
}

asio::awaitable<std::optional<list_walk::extent>> list_walk::go_on() {
    auto found = snapshot::read_walk(with_.storage, file_);
    if (found.complete) co_return extent_of(found.pages);
    with_.watcher.notice(observer::level::info, what_for_.why);
    out_ = with_.storage.open_append(file_);
    with_.storage.truncate(file_, found.bytes);
    with_.storage.sync_directory(file_.parent_path());
    pages_ = std::move(found.pages);
    while (pages_.empty() || pages_.back().more) {
        provider::cursor at;
        if (!pages_.empty()) at = pages_.back().next;
        auto first = co_await read(std::move(at));
        if (!first) co_return std::nullopt;
        auto read_now = std::move(*first);
        auto page = co_await joined(std::move(read_now));
        if (!page) co_return std::nullopt;
        refuse_repetition(page->page);
        auto bytes = std::move(page->lines);
        snapshot::write_page(bytes, page->page);
        snapshot::add(pages_, std::move(page->page));
        co_await write(std::move(bytes));
    }
    auto const all = extent_of(pages_);
    std::string end;
    snapshot::write_end(end, all.members);
    co_await write(std::move(end));
    with_.watcher.notice(observer::level::info,
                         "the list is read: " + std::to_string(all.members) + " members");
    pages_.clear();
    out_.reset();
    co_return all;
}

/// An instance that takes no notice of a page's number would give the same one for ever.
void list_walk::refuse_repetition(snapshot::page const& p) const {
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
asio::awaitable<std::optional<list_walk::reading>> list_walk::joined(reading page) {
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

asio::awaitable<std::optional<list_walk::reading>> list_walk::read(provider::cursor at) {
    noted_.clear();
    met_.clear();
    members_ = kept_ = 0;
    last_.clear();
    list_.go_to(at);
    auto const s = co_await list_.next();
    if (!s) co_return std::nullopt;
    reading l;
    l.page = {std::move(at), s->next, s->more, members_, last_, kept_};
    l.lines = std::move(noted_);
    co_return l;
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
