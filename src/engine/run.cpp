#include "engine/run.hpp"

#include "async/run_all.hpp"
#include "engine/cut_list.hpp"
#include "engine/ending.hpp"
#include "engine/make_sink.hpp"
#include "engine/open_feed.hpp"
#include "engine/row_fault.hpp"
#include "engine/worker.hpp"

#include <algorithm>

namespace muster::engine {

namespace asio = boost::asio;

namespace {

// Beside the rest of the sheet that is being handed out: with before-images of whole members, they may be
// large.
constexpr std::size_t queued_members = 128;
constexpr std::chrono::seconds checkpoint_every{2};
constexpr std::chrono::seconds stop_within{10};

// Where a member is forbidden, what becomes of another tells whether all are (engine/permission).
constexpr unsigned fewest_workers = 2;

// Members of large units that are kept ready beside those in flight.
constexpr std::size_t ready_members = 1024;

/// How many workers there are. The caller bounds what is in flight; where units are large, and there is no
/// limit of ours, more workers than that keep some ready, so that the requests do not wait for the disk.
unsigned workers(spec::spec const& spec) {
    if (spec.pace.requests_per_second > 0) return spec.pace.concurrency;
    auto const most = std::max(fewest_workers, spec.pace.concurrency);
    std::size_t largest_unit = 1;
    for (auto const& each : spec.platform->about().can.bulks)
        largest_unit = std::max(largest_unit, each.members);
    if (largest_unit == 1) return most;
    auto const more = std::max<std::size_t>(1, ready_members / largest_unit);
    return most + static_cast<unsigned>(std::min<std::size_t>(3 * most, more));
}

/// How many sheets are kept beside the one being fetched and the one being handed out. At full speed, workers
/// come to the end of one in a millisecond, and the next may be long in coming. Rows are read in no time.
std::size_t sheets_ahead(spec::spec const& spec) {
    return spec.pace.requests_per_second > 0 || spec.makes_rows_members() ? 1 : 3;
}

/// How many rows the job's file has; nullopt where its members come from elsewhere.
std::optional<std::uint64_t> rows_of(journal::state const& s) {
    if (!s.job() || s.job()->source.empty()) return std::nullopt;
    return s.job()->rows;
}

} // namespace

run::run(surroundings with, spec::spec const& spec, journal::directory const& where, journal::replayed found,
         run_choices const& choices)
    : with_(with),
      spec_(spec),
      where_(where),
      recorder_(with_, where, found, stop_.signal()),
      outcomes_(recorder_, spec.stop_after, stop_, with_.watcher),
      waits_(choices.waits),
      gate_(with_, spec, choices.ignore_windows),
      caller_(with_, spec, gate_, stop_.signal(),
              [this](quota_used_up const& u) { quota_used_up_for_long(u); }),
      permission_(with_, spec, caller_, stop_.signal(),
                  recorder_.state().totals().of(core::outcome::done) > 0),
      examiner_(with_, spec, caller_, stop_.signal()),
      source_(open_feed(
          with_, spec, caller_, stop_.signal(),
          {found.folded.low_water(), found.folded.next_page_number() > 1, true, {}, rows_of(found.folded)},
          {walk_files{where.members(), where.member_keys(), where.row_keys()}, choices.limit, {}})),
      reader_(spec, stop_, *source_, outcomes_,
              {std::move(found.recent), choices.limit,
               rollout(spec.rollout, choices.past_canary, where, recorder_, stop_,
                       spec.rollout.looks ? &examiner_ : nullptr,
                       [&] { return spec.rows ? count_rows_at_fault(with.storage, where, spec) : 0; }),
               choices.at_most}),
      stop_asked_(with_.executor) {
    if (spec.rollout.looks) outcomes_.tell(examiner_);
    if (!spec.sink) return;
    sink_ = make_sink(*spec.sink, with_.storage, where.id, choices.sink_address);
    exporter_.emplace(with_, spec_, stop_, outcomes_, *sink_);
}

run::~run() = default;

void run::request_stop(std::string words, stop_reason::kind why) {
    stop_.ask({why, std::move(words)});
}

asio::awaitable<bool> run::steer(journal::job_steered how) {
    if (ending_) co_return false;
    how.at = core::to_iso8601(with_.time.wall_now());
    recorder_.write(how);
    switch (how.what) {
    case journal::act::pause: gate_.pause(); break;
    case journal::act::go_on: gate_.go_on(); break;
    case journal::act::rate: gate_.set_rate(how.rate); break;
    case journal::act::stop:
        request_stop("stopped by " + how.who + (how.why.empty() ? "" : ": " + how.why));
        break;
    }
    co_await recorder_.durable();
    co_return true;
}

asio::awaitable<run_result> run::execute(journal::run_started opening) {
    async::stop::registration const on_stop(stop_.signal(), [this] {
        recorder_.wake();
        recorder_.hasten(); // whoever waits for intents to be on the disk may go on
        with_.storage.hurry();
        stop_asked_.notify_all();
    });
    part_before_ = part().value_or(0);
    recorder_.write(opening);
    co_await recorder_.durable();

    std::vector<asio::awaitable<void>> tasks;
    tasks.push_back(pipeline());
    tasks.push_back(caller_.watch_platform(background_));
    tasks.push_back(write_checkpoints());
    tasks.push_back(limit_stopping());
    tasks.push_back(gate_.watch(
        background_, [this] { window_closed(); }, [this] { window_over(); }));
    tasks.push_back(gate_.watch_lock(background_, where_.id, [this](bool holds) { lock_changed(holds); }));
    auto error = co_await run_beside(std::move(tasks));
    ending_ = true;

    run_result result;
    result.complete = !error && complete();
    if (!result.complete) result.stopped = stop_.reason();
    // Only now is known how long those requests took that were broken off.
    if (result.stopped_for(stop_reason::kind::window)) result.stopped->words += gate_.if_next_is_too_short();
    if (exporter_)
        exporter_->tell_of_removals(result);
    else if (result.complete)
        warn_if_list_was_cut();
    auto ending = ending_of(result, error);
    if (!result.complete) ending.left = left();
    ending.at = core::to_iso8601(with_.time.wall_now());
    try {
        co_await close(std::move(ending));
    } catch (...) {
        if (!error) error = std::current_exception();
    }
    co_await recorder_.flush();
    if (error) std::rethrow_exception(error);
    co_return result;
}

void run::window_closed() {
    auto const next = gate_.opens_next();
    // While it is still open, but not for long enough, it is known when it closes.
    bool const was_open = gate_.closes_at().has_value() || caller_.totals().requests > 0;
    auto const words = std::string(was_open ? "the window closed" : "the window is closed")
                       + (next ? "; the next one opens " + spec_.windows.describe(*next) : std::string());
    if (!waits_) return stop_.ask({stop_reason::kind::window, words});
    auto const too_short = gate_.if_next_is_too_short();
    told_too_short_ = !too_short.empty();
    with_.watcher.notice(told_too_short_ ? observer::level::warning : observer::level::info,
                         words + too_short + "; waiting for it");
}

void run::window_over() {
    auto const too_short = gate_.if_next_is_too_short();
    if (!waits_ || told_too_short_ || too_short.empty()) return;
    told_too_short_ = true;
    with_.watcher.notice(observer::level::warning,
                         "the next window opens " + spec_.windows.describe(*gate_.opens_next()) + too_short);
}

void run::warn_if_list_was_cut() {
    if (spec_.rows || spec_.records) return;
    if (auto const cut = words_if_cut(recorder_.state()))
        outcomes_.warn(*cut + ", so that some who match may not have been met. Run the job once more");
}

void run::lock_changed(bool holds) {
    if (holds)
        with_.watcher.notice(observer::level::info, "the lease on the job is renewed; going on");
    else
        with_.watcher.notice(
            observer::level::warning,
            "the store does not answer: nothing is sent until the lease on the job is renewed");
}

void run::quota_used_up_for_long(quota_used_up const& u) {
    if (!waits_) return stop_.ask({stop_reason::kind::quota, u.words, u.until});
    if (told_quota_until_ && with_.time.wall_now() < *told_quota_until_) return;
    told_quota_until_ = u.until;
    with_.watcher.notice(observer::level::info, u.words + "; waiting for it");
}

asio::awaitable<std::exception_ptr> run::run_beside(std::vector<asio::awaitable<void>> tasks) {
    std::function<void()> on_error = [this] { stop_.signal().request(); };
    std::exception_ptr error;
    try {
        co_await async::run_all(std::move(tasks), std::move(on_error));
    } catch (...) {
        error = std::current_exception();
    }
    co_return error;
}

asio::awaitable<void> run::pipeline() {
    sheet_queue sheets(with_.executor,
                       exporter_ ? exporter::sheets_ready(spec_.pace.page_size) : sheets_ahead(spec_));
    unit_queue queue(with_.executor, queued_members + worker::noted_ahead(spec_.pace));
    async::stop::registration const on_stop(stop_.signal(), [&] {
        sheets.discard();
        queue.close(); // not discarded: what was noted ahead is withdrawn
    });
    std::vector<asio::awaitable<void>> tasks;
    if (recorder_.state().list_ended())
        sheets.close();
    else
        tasks.push_back(reader_.read_ahead(sheets));
    if (exporter_) {
        tasks.push_back(exporter_->take(sheets));
    } else {
        tasks.push_back(reader_.hand_out(sheets, queue));
        for (unsigned i = 0; i < workers(spec_); ++i) tasks.push_back(work(queue));
    }
    auto error = co_await run_beside(std::move(tasks));
    background_.request();
    stop_asked_.notify_all();
    if (error) std::rethrow_exception(error);
}

asio::awaitable<void> run::work(unit_queue& queue) {
    worker one(with_, spec_, stop_.signal(), caller_, permission_, outcomes_);
    co_await one.run(queue);
}

asio::awaitable<void> run::write_checkpoints() {
    while (!background_.requested()) {
        co_await with_.time.sleep_until(with_.time.now() + checkpoint_every, background_);
        if (!background_.requested()) co_await recorder_.checkpoint();
    }
}

asio::awaitable<void> run::limit_stopping() {
    while (!stop_.requested() && !background_.requested()) co_await stop_asked_.wait();
    co_await with_.time.sleep_until(with_.time.now() + stop_within, background_);
    with_.transport.abort(); // when the pipeline has ended, only a probe can be under way
}

asio::awaitable<void> run::close(journal::run_ended ending) {
    recorder_.write(ending);
    co_await recorder_.durable();
    co_await recorder_.checkpoint();
}

bool run::complete() const {
    auto const& s = recorder_.state();
    bool const closed = !exporter_ || exporter_->finished();
    return closed && s.list_ended() && s.open_pages() == 0 && s.pending().empty();
}

std::optional<double> run::part() const {
    return part_done(progress_of(recorder_.state()));
}

std::optional<journal::work_left> run::left() {
    auto const now = part();
    if (!part_before_ || !now) return std::nullopt;
    return work_left_of(*part_before_, *now, static_cast<double>(caller_.totals().requests), gate_.open_for(),
                        gate_.limit().per_second);
}

std::optional<forecast> run::forecast() {
    auto const rest = left();
    if (!rest) return std::nullopt;
    static schedule::windows const always;
    return forecast_of(*rest, *part(), gate_.ignores_windows() ? always : spec_.windows,
                       spec_.pace.requests_per_second, with_.time.wall_now(), quota_uses());
}

progress run::snapshot() {
    auto p = progress_of(recorder_.state());
    p.wire = caller_.totals();
    p.in_flight = caller_.in_flight();
    p.allowed_rate = caller_.allowed_rate();
    auto const held = caller_.held_until();
    if (held > with_.time.now()) p.held_until = held;
    p.platform_down = caller_.health().down();
    if (p.platform_down) p.down_for = caller_.health().down_for(with_.time.now());
    p.quota_until = caller_.quotas().waits_until();
    p.store_trouble = gate_.lock_too_short() ? "the store does not answer" : caller_.limits_trouble();
    p.paused = gate_.paused();
    p.window_closed = gate_.window_closed();
    if (auto const opens = gate_.opens_at()) p.next_window = spec_.windows.describe(*opens);
    return p;
}

} // namespace muster::engine
