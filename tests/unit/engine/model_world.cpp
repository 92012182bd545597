#include "model_world.hpp"

#include "core/digest.hpp"
#include "journal/create.hpp"
#include "journal/inspect.hpp"
#include "launch/mark.hpp"
#include "model_runner.hpp"
#include "spec/read.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/json/serialize.hpp>

namespace muster::simulated {

namespace asio = boost::asio;

namespace {

spec::spec read_spec(std::string const& text) {
    auto read = spec::read(text, {});
    if (!read.value) throw std::runtime_error(spec::format("spec", read.mistakes));
    return std::move(*read.value);
}

/// Whether this journal holds an intent of the member: on a line of its own, or on one that several share.
bool is_announced(std::string const& member, std::string_view journal) {
    auto const name = boost::json::serialize(boost::json::value(member));
    for (auto at = journal.rfind(name); at != std::string_view::npos && at > 0;
         at = journal.rfind(name, at - 1)) {
        auto const begin = journal.rfind('\n', at) + 1;
        if (journal.substr(begin).starts_with(R"({"t":"intent)")) return true;
    }
    return false;
}

class silent_watcher final : public engine::observer {
public:
    explicit silent_watcher(std::vector<std::string>& notices) : notices_(notices) {}
    void settled(journal::member_settled const&, core::duration) override {}
    void notice(level, std::string const& text) override { notices_.push_back(text); }

private:
    std::vector<std::string>& notices_;
};

/// A rate that is shared through a store, which may not answer.
class rates_in_store final : public pacing::local_rate_store {
public:
    explicit rates_in_store(std::function<std::string()> const& trouble) : trouble_(trouble) {}
    std::optional<core::instant> take(pacing::rate_limit const& limit, clock const& now) override {
        if (trouble_().empty()) return local_rate_store::take(limit, now);
        return now() + std::chrono::milliseconds(100);
    }
    [[nodiscard]] std::string trouble() const override { return trouble_(); }

private:
    std::function<std::string()> const& trouble_;
};

asio::awaitable<void> happen(virtual_time& time, async::stop& over, core::instant when,
                             std::function<void(engine::run&)> what, engine::run& job) {
    co_await time.sleep_until(when, over);
    if (!over.requested()) what(job);
}

asio::awaitable<void> steer(virtual_time& time, async::stop& over, core::instant when,
                            journal::job_steered how, engine::run& job, hand& by, fate const& end) {
    co_await time.sleep_until(when, over);
    if (over.requested() || end.dead()) co_return;
    co_await by.steer(job, std::move(how), end);
}

journal::run_started opening(std::uint64_t number) {
    journal::run_started r;
    r.run = number;
    r.host = "here";
    r.at = "now";
    return r;
}

} // namespace

model_world::model_world(model_server& server, std::string const& spec, std::uint64_t seed)
    : random(seed),
      job(read_spec(spec)),
      server_(server),
      spec_text_(spec),
      where_("/state", "job-1") {
    for (std::size_t i = 0; i < job.pace.quotas.size(); ++i)
        quotas.push_back(std::make_unique<pacing::local_quota_store>());
}

/// As `run --job-id` and `resume` do.
journal::replayed model_world::take_up(bool ignores_windows) {
    bool const is_new = !disk.read(where_.journal(), 0, 1);
    if (is_new) disk.make_directories(where_.root);
    auto const lock = disk.lock(where_.lock(), "");
    auto const kept = keeps_spec ? spec_text_ : std::string("{}");
    auto const hash = keeps_spec ? core::sha256(kept) : std::string("hash");
    if (is_new) journal::create(disk, where_, kept, {"job-1", hash, "url", "key", "now", journal_version});
    auto found = journal::replay(disk, where_);
    steered.begin_run(found.folded.paused().has_value(), ignores_windows);
    launch::refuse_paused(found.folded, where_.id, "");
    if (!is_new) journal::prepare_to_append(disk, where_, found);
    return found;
}

void model_world::suspend_at(core::duration when, core::duration how_long, bool lines_break) {
    at(when, [this, how_long, lines_break](engine::run&) {
        way_->fall_asleep(lines_break);
        time.set_clock(how_long);
    });
}

/// As launch::leave_mark does, which knows real disks only.
void model_world::leave_mark(journal::act what) {
    auto const found = journal::replay(disk, where_);
    std::string line;
    journal::encode(journal::job_steered{what, "ann (pid 7)", "", "now", std::nullopt}, line);
    journal::prepare_to_append(disk, where_, found);
    auto const file = disk.open_append(where_.journal());
    file->append(line);
    file->sync();
    steered.marked(what == journal::act::pause);
}

run_report model_world::run(engine::run_choices const& choices) {
    run_report report;
    auto kept_loop = std::make_unique<asio::io_context>(1);
    auto& loop = *kept_loop;
    model_runner runner(loop.get_executor(), time, disk_latency);
    silent_watcher watcher(notices);
    rates_in_store rates(store_trouble);
    auto const on_arrival = [this, ignoring = choices.ignore_windows](http::request const& r) {
        if (!ignoring && !job.windows.open_at(time.wall_now()))
            outside.push_back(std::string(http::to_string(r.verb)) + ' ' + r.target
                              + " arrived outside the windows, at " + core::to_iso8601(time.wall_now()));
        arrivals.emplace_back(time.now(), std::string(http::to_string(r.verb)) + ' ' + r.target);
        for (auto const& member : server_.changed_by(r)) {
            if (!is_announced(member, disk.synced(where_.journal())))
                unannounced.push_back(arrivals.back().second + " for " + member);
        }
    };
    auto const on_leaving = [this](http::request const& r) {
        if (!end.dead()) steered.see_request(std::string(http::to_string(r.verb)) + ' ' + r.target);
        return direct(r);
    };
    model_transport transport(time, end, server_, on_leaving, on_arrival);
    way_ = &transport;
    transport.unreachable = unreachable;
    std::vector<pacing::quota_store*> kept_quotas;
    for (auto const& each : quotas) kept_quotas.push_back(each.get());
    engine::surroundings const with{loop.get_executor(),
                                    transport,
                                    rates,
                                    runner,
                                    time,
                                    disk,
                                    watcher,
                                    [this] { return uniform01(random); },
                                    kept_quotas};
    auto const began = time.now();
    std::unique_ptr<engine::run> work;
    end.begin([&] {
        transport.abort();
        if (work) work->request_stop("dead");
    });
    try {
        auto found = take_up(choices.ignore_windows);
        auto const number = found.folded.runs() + 1;
        work = std::make_unique<engine::run>(with, job, where_, std::move(found), choices);
        bool ended = false;
        std::exception_ptr error;
        engine::run_result result;
        async::stop over;
        std::size_t waiting = 0;
        asio::co_spawn(loop, work->execute(opening(number)), [&](std::exception_ptr e, engine::run_result r) {
            ended = true;
            error = e;
            result = std::move(r);
            over.request();
        });
        for (auto& [when, what] : events_) {
            ++waiting;
            asio::co_spawn(loop, happen(time, over, began + when, what, *work),
                           [&](std::exception_ptr) { --waiting; });
        }
        for (auto& [when, how] : steerings_) {
            ++waiting;
            asio::co_spawn(loop, steer(time, over, began + when, how, *work, steered, end),
                           [&](std::exception_ptr) { --waiting; });
        }
        try {
            time.run(loop, [&] { return ended && waiting == 0; });
        } catch (...) { // coroutines hang in there, and cannot be taken apart in any good order
            static_cast<void>(kept_loop.release());
            static_cast<void>(work.release());
            end.end();
            throw;
        }
        if (runner.busy()) throw std::logic_error("the run ended with work on its way to the disk");
        report.end = work->snapshot();
        report.complete = result.complete;
        if (result.stopped) {
            report.stopped = result.stopped->what;
            report.reason = result.stopped->words;
        }
        if (error) std::rethrow_exception(error);
    } catch (core::job_error const& e) {
        report.error = e.status();
        report.reason = e.what();
    } catch (files::io_error const& e) { // before anything was sent
        report.error = core::exit_status::stopped;
        report.reason = e.what();
    }
    events_.clear();
    steerings_.clear();
    way_ = nullptr;
    report.died = end.dead();
    report.steps = end.steps();
    report.took = time.now() - began;
    end.end();
    return report;
}

std::set<std::string> model_world::concerned() const {
    std::set<std::string> all;
    for (std::size_t i = 0; job.records && i < job.records->size(); ++i)
        all.insert(job.records->at(i).reference);
    if (job.records) return all;
    for (auto const& each : server_.members()) {
        auto const document = server_.document(each);
        core::member m;
        m.id = each;
        m.document = &document;
        if (job.where.matches(m)) all.insert(each);
    }
    return all;
}

std::string model_world::journal_text() {
    return files::read_file(disk, where_.journal()).value_or("");
}

std::vector<journal::record> model_world::records() {
    std::vector<journal::record> all;
    journal::for_each_record(disk, where_.journal(), [&](journal::record const& r) { all.push_back(r); });
    return all;
}

std::map<std::string, std::vector<journal::member_settled>> model_world::outcomes() {
    std::map<std::string, std::vector<journal::member_settled>> all;
    for (auto const& r : records())
        if (auto const* const s = std::get_if<journal::member_settled>(&r)) all[s->member].push_back(*s);
    return all;
}

std::vector<std::string> model_world::problems(std::set<std::string> const& expected,
                                               std::set<std::string> const& meddled_with) {
    std::vector<std::string> wrong = unannounced;
    wrong.insert(wrong.end(), outside.begin(), outside.end());
    if (server_.beyond_quota > 0)
        wrong.push_back(std::to_string(server_.beyond_quota) + " requests came when the quota was used up");
    wrong.insert(wrong.end(), steered.unheeded.begin(), steered.unheeded.end());
    auto const settled = outcomes();
    auto const folded = journal::replay(disk, where_).folded;
    for (auto const& id : expected)
        if (!settled.contains(id)) wrong.push_back(id + " has no outcome");
    std::uint64_t total = 0;
    for (auto const& [id, all] : settled) {
        total += all.size();
        if (all.size() != 1) wrong.push_back(id + " has " + std::to_string(all.size()) + " outcomes");
        auto const entered = server_.ledger().find(id);
        auto const changes = entered == server_.ledger().end() ? 0 : entered->second.changes;
        if (changes > 1 && !meddled_with.contains(id))
            wrong.push_back(id + " was changed " + std::to_string(changes) + " times");
        bool const claimed = all.front().outcome == core::outcome::done && !meddled_with.contains(id)
                             && !there_already.contains(id);
        if (claimed && changes != 1) wrong.push_back(id + " is done, but was not changed");
    }
    for (auto const& [id, entered] : server_.ledger())
        if (!settled.contains(id)) wrong.push_back(id + " was changed and has no outcome");
    if (folded.totals().settled() != total)
        wrong.push_back("the state counts " + std::to_string(folded.totals().settled()) + " of "
                        + std::to_string(total));
    if (!folded.pending().empty()) wrong.push_back("an intent is open");
    if (folded.matched() != total)
        wrong.push_back("matched " + std::to_string(folded.matched()) + " of " + std::to_string(total));
    auto const looked_at = journal::inspect(disk, where_);
    if (looked_at.damage) wrong.push_back("the journal is damaged: " + looked_at.damage->what);
    for (auto const& f : looked_at.rules.flaws())
        wrong.push_back("line " + std::to_string(f.line) + ": " + f.what);
    if (looked_at.saved != journal::inspection::shortcut::agrees)
        wrong.push_back("the checkpoint: " + looked_at.saved_why);
    return wrong;
}

} // namespace muster::simulated
