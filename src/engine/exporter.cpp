#include "engine/exporter.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "pacing/backoff.hpp"
#include "spec/has_where.hpp"

namespace muster::engine {

namespace asio = boost::asio;

namespace {

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
    if (c.withheld > c.examples.size()) text += ", ...";
    return text + ". If that is right, raise \"maxRemovals\" and run the export again";
}

} // namespace

/// A page on its way to the sink.
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

asio::awaitable<void> exporter::take(sheet_queue& sheets) {
    while (!stop_.requested()) {
        auto const next = co_await sheets.pop();
        if (!next || stop_.requested()) break;
        co_await put(*next);
    }
    sheets.discard();
    auto const& state = outcomes_.recorder().state();
    if (!stop_.requested() && state.list_ended() && state.open_pages() == 0) co_await finish();
}

exporter::page exporter::opened(sheet const& s) {
    auto& recorder = outcomes_.recorder();
    page result;
    auto read = page_of(s, recorder);
    result.number = read.number;
    for (auto const& p : s.proposals) {
        if (p.what == proposal::kind::not_matching) continue;
        bool const failed_before = recorder.state().settled_before(p.member);
        if (!failed_before && repetitions_.is_repeated(p.member)) continue;
        bool const fits = p.what == proposal::kind::row && !failed_before;
        result.rows.push_back({p.member, fits ? std::span(p.cells) : std::span<boost::json::value const>()});
        if (failed_before) {
            ++read.again;
        } else {
            ++read.matched;
            if (fits) continue;
            auto& unfit = result.failed.emplace_back(failed(p.member, result.number));
            unfit.code = p.code;
            unfit.message = p.message;
            unfit.email = p.email;
        }
    }
    recorder.write(read);
    return result;
}

asio::awaitable<void> exporter::put(sheet const& s) {
    auto p = opened(s);
    co_await outcomes_.recorder()
        .durable(); // so that the sink is never more than a page ahead of the journal
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
    std::function<void()> const close = [&] { end = sink_.finish(!spec::has_where(spec_)); };
    finished_ = co_await patiently(close);
    if (end.withheld > 0) withheld_ = words_of(end);
    if (end.removed > 0)
        with_.watcher.notice(observer::level::info,
                             std::to_string(end.removed)
                                 + " rows of members who are gone were marked as deleted");
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
        if (trouble->what_kind() == kind::unfit) throw core::job_error(core::exit_status::usage, why);
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
