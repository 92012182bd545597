#include "engine/exporter.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "engine/cut_list.hpp"
#include "engine/refusal.hpp"
#include "pacing/backoff.hpp"
#include "spec/has_where.hpp"

#include <algorithm>

namespace muster::engine {

namespace asio = boost::asio;

namespace {

// As many take some megabytes.
constexpr std::size_t rows_together = 1000;

journal::member_settled failed(std::string_view member, std::uint64_t page) {
    journal::member_settled s;
    s.member = member;
    s.page = page;
    s.outcome = core::outcome::failed;
    return s;
}

std::string words_of(sink::closing const& c) {
    auto text =
        std::to_string(c.withheld) + " of " + std::to_string(c.rows)
        + " rows are of members who are gone from the platform, more than \"maxRemovals\" allows, and none "
          "was marked as deleted: ";
    for (std::size_t i = 0; i < c.examples.size(); ++i)
        text += (i > 0 ? ", " : "") + core::printable(c.examples[i]);
    if (c.withheld > c.examples.size()) text += " and others";
    return text + ". If that is right, raise \"maxRemovals\" and run the export again";
}

} // namespace

/// Pages on their way to the sink, as one.
struct exporter::page {
    std::uint64_t number = 0;
    std::vector<sink::row> rows; ///< views into the sheet; without cells: of a member that cannot be exported
    std::vector<journal::member_settled> failed;
};

exporter::exporter(surroundings const& with, spec::spec const& spec, stopping& stop, outcomes& results,
                   sink::sink& target)
    : with_(with),
      spec_(spec),
      stop_(stop),
      outcomes_(results),
      sink_(target),
      repetitions_({}, results) {}

std::size_t exporter::sheets_ready(std::size_t page_size) {
    constexpr std::size_t most = 8;
    return std::clamp<std::size_t>(rows_together / std::max<std::size_t>(page_size, 1), 1, most);
}

asio::awaitable<void> exporter::take(sheet_queue& sheets) {
    while (!stop_.requested()) {
        auto next = co_await sheets.pop();
        if (!next || stop_.requested()) break;
        std::vector<sheet> ready;
        for (std::size_t rows = 0; next; next = rows < rows_together ? sheets.try_pop() : std::nullopt) {
            rows += next->proposals.size();
            ready.push_back(std::move(*next));
        }
        co_await put(ready);
    }
    sheets.discard();
    auto const& state = outcomes_.recorder().state();
    if (!stop_.requested() && state.list_ended() && state.open_pages() == 0) co_await finish();
}

exporter::page exporter::opened(std::vector<sheet> const& all) {
    auto& recorder = outcomes_.recorder();
    page result;
    auto read = page_of(all.front(), recorder);
    read.next = all.back().next;
    read.more = all.back().more;
    read.total = all.back().total;
    read.members = 0;
    result.number = read.number;
    for (auto const& s : all) {
        read.members += s.proposals.size();
        for (auto const& p : s.proposals) look_at(p, result, read);
    }
    recorder.write(read);
    return result;
}

void exporter::look_at(proposal const& p, page& to, journal::page_read& read) {
    if (p.what == proposal::kind::not_matching) return;
    bool const failed_before = outcomes_.recorder().state().settled_before(p.member);
    if (!failed_before && repetitions_.is_repeated(p.member)) return;
    bool const fits = p.what == proposal::kind::row && !failed_before;
    to.rows.push_back({p.member, fits ? sink::cell_views(p.exported.cells) : sink::cell_views()});
    ++(failed_before ? read.again : read.matched);
    if (failed_before || fits) return;
    auto& unfit = to.failed.emplace_back(failed(p.member, to.number));
    unfit.code = p.code;
    unfit.message = p.message;
    unfit.email = p.email;
}

asio::awaitable<void> exporter::put(std::vector<sheet> const& all) {
    auto p = opened(all);
    // So that the sink is never more than that ahead of the journal.
    co_await outcomes_.recorder().durable();
    if (p.rows.empty()) co_return;
    sink::receipt done;
    std::function<void()> const write = [&] { done = sink_.write(p.rows); };
    bool const written = co_await patiently(write);
    if (written) note(p, done);
}

void exporter::note(page& p, sink::receipt const& done) {
    for (auto const& r : done.refused) {
        auto& unfit = p.failed.emplace_back(failed(p.rows.at(r.index).id, p.number));
        unfit.code = r.code;
        unfit.message = r.message;
    }
    outcomes_.settle({p.number, done.written, done.unchanged, done.mark}, std::move(p.failed));
}

asio::awaitable<void> exporter::finish() {
    co_await outcomes_.recorder().durable();
    sink::closing end;
    auto const cut = removes_anybody() ? std::nullopt : words_if_cut(outcomes_.recorder().state());
    std::function<void()> const close = [&] { end = sink_.finish(!spec::has_where(spec_) && !cut); };
    finished_ = co_await patiently(close);
    if (end.withheld > 0) withheld_ = words_of(end);
    auto const kept = std::holds_alternative<sink::to_table>(spec_.sink->to)
                          ? ", and no row was marked as deleted. Run it again"
                          : ". Run it again";
    if (cut) withheld_ = *cut + ", so that some may be missing from the export" + kept;
    if (end.removed > 0)
        removed_ = end.removed == 1
                       ? "1 row of a member who is gone was marked as deleted"
                       : std::to_string(end.removed) + " rows of members who are gone were marked as deleted";
}

bool exporter::removes_anybody() const {
    auto const* const table = std::get_if<sink::to_table>(&spec_.sink->to);
    return table != nullptr && table->max_removals >= 1;
}

asio::awaitable<bool> exporter::patiently(std::function<void()> const& call) {
    using kind = core::obstacle::kind;
    std::optional<core::instant> failing_since;
    unsigned failures = 0;
    std::string said;
    for (;;) {
        std::optional<core::obstacle> trouble;
        std::function<void()> work = [&] {
            if (!open_) sink_.open(outcomes_.recorder().state().sink_mark());
            open_ = true;
            call();
        };
        try {
            co_await async::run_blocking(with_.blocking, std::move(work));
            co_return true;
        } catch (core::obstacle const& e) {
            trouble = e;
        }
        open_ = false;
        auto const why = core::printable(core::redact(trouble->what()));
        if (trouble->what_kind() == kind::unfit) throw sink_unfit(core::exit_status::usage, why);
        auto const now = with_.time.now();
        failing_since = failing_since.value_or(now);
        if (trouble->what_kind() == kind::lasting || now - *failing_since > spec_.retry.patience)
            throw core::job_error(core::exit_status::stopped, why);
        if (stop_.requested()) co_return false;
        if (why != said) with_.watcher.notice(observer::level::warning, why + "; trying again");
        said = why;
        auto const wait =
            pacing::full_jitter(spec_.retry.base_delay, spec_.retry.max_delay, failures++, with_.uniform01());
        co_await with_.time.sleep_until(now + wait, stop_.signal());
    }
}

} // namespace muster::engine
