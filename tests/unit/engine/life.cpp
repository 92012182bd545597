#include "life.hpp"

#include "export_life.hpp"
#include "model_world.hpp"
#include "platform_job.hpp"
#include "portrait.hpp"
#include "steering_user.hpp"

#include <array>

namespace muster::simulated {

using reason = engine::stop_reason::kind;
using kind = treatment::kind;
using std::chrono::milliseconds;

namespace {

constexpr std::uint64_t plenty = std::numeric_limits<std::uint64_t>::max(); // room on the disk

class life {
public:
    life(std::uint64_t seed, user who, std::string const& provider, purpose what)
        : dice_(seed),
          who_(who),
          exports_(what == purpose::exporting),
          twin_(has_twin(provider)),
          members_(20 + dice_.below(60)),
          operation_(exports_ ? export_block : some_operation(dice_, who, provider)),
          quota_(twin_ ? some_quota(seed) : std::nullopt),
          extra_(pace() + some_windows(seed)),
          server_(make_server(provider, members_, operation_)),
          world_(*server_,
                 spec_text(provider, operation_,
                           extra_ + some_records(provider, operation_, *server_, members_ / 2)),
                 seed),
          portrait_(*server_, world_.job),
          somebody_(seed, world_),
          steered_(who == user::restless && somebody_.steers()),
          expected_(world_.concerned()),
          faults_(dice_.chance(0.8) ? 0.02 + 0.15 * uniform01(dice_.source()) : 0),
          latency_(dice_.below(3) * 150),
          meddling_(dice_.chance(0.5) ? 0.05 : 0) {
        if (exports_) make_place_of_export(world_);
        if (provider != "memberstack") poison();
        constexpr std::array<std::size_t, 3> limits{0, 10, 25};
        server_->limit = sandbox::limiter(limits.at(dice_.below(3)));
        if (operation_ == create) world_.there_already = server_->members();
        if (quota_) server_->quota = sandbox::limiter(quota_->requests, quota_->window);
        if (dice_.chance(0.3)) server_->largest_page = 1 + dice_.below(10);
        if (dice_.chance(0.2)) refuse_key_at_ = dice_.below(60);
        if (dice_.chance(0.25)) {
            outage_from_ = world_.time.now() + dice_.up_to(6000);
            outage_to_ = outage_from_ + std::chrono::seconds(dice_.below(3600));
            hard_outage_ = dice_.chance(0.5);
        }
        world_.direct = [this](http::request const& r) { return treat(r); };
        world_.unreachable = [this] { return hard_outage_ && outage(); };
        constexpr std::array<std::uint64_t, 3> disks{0, 20,
                                                     400}; // the last: records wait for it at each checkpoint
        auto const slow_disk = disks.at(dice_.below(3));
        world_.disk_latency = [this, slow_disk] { return dice_.up_to(slow_disk); };
    }

    std::vector<std::string> lead() {
        unsigned const most_runs = quota_ ? 600 : 60; // windows may be shorter than the wait for a quota
        constexpr unsigned most_steered_runs = 20;    // so that lives come to an end
        for (unsigned run = 0; run < most_runs; ++run) {
            if (dice_.chance(0.4)) {
                constexpr std::array<fate::moment::kind, 3> moments{
                    fate::moment::kind::before, fate::moment::kind::midway, fate::moment::kind::after};
                auto const step = dice_.below(150);
                world_.end.decide(step, {moments.at(dice_.below(3)), static_cast<double>(step % 4) / 3});
            }
            if (steered_ && run < most_steered_runs) somebody_.steer();
            auto const report = world_.run(whims());
            if (report.died) {
                auto const left = dice_.below(3); // 0: only the process died
                if (left == 1) world_.power_cut(memory_storage::kept::nothing);
                if (left == 2) world_.power_cut(memory_storage::kept::some);
            } else if (report.complete) {
                return judge();
            } else if (report.error == core::exit_status::refused) {
                server_->key_trouble.clear();
            } else if (report.error && report.error != core::exit_status::stopped) {
                return {"it ended with: " + report.reason};
            }
            last_ = report.reason;
            if (report.stopped_for(reason::canary)) past_canary_ = true; // the user has looked, and says yes
            world_.time.pass(std::chrono::seconds(dice_.below(600)));    // until somebody resumes it
            if (report.stopped_for(reason::window)) wait_for_window();
            if (!report.died && steered_) somebody_.mark(report.error.has_value());
        }
        return {"it never became complete: " + last_};
    }

private:
    std::string pace() {
        auto const text = some_pace(dice_, as_key(quota_));
        return exports_ ? without_canary(text) : text;
    }

    /// Whether the change may be sent again when in doubt.
    bool repeatable() const { return operation_ != bump; }

    /// What the restless one does in the next run.
    engine::run_choices whims() {
        if (who_ == user::patient) return choices(std::nullopt);
        // Somebody sets the clock, now and then. Requests on their way then may arrive in another time of
        // day.
        if (dice_.chance(0.1)) world_.time.set_clock(dice_.up_to(1'200'000) - milliseconds(600'000));
        if (dice_.chance(0.3))
            world_.at(dice_.up_to(20'000), [](engine::run& j) { j.request_stop("a whim"); });
        world_.disk.fill_up_after(dice_.chance(0.1) ? dice_.below(20'000) : plenty);
        if (!exports_ && dice_.chance(0.2)) return choices(5 + dice_.below(20));
        return choices(std::nullopt);
    }

    engine::run_choices choices(std::optional<std::uint64_t> limit) {
        engine::run_choices c;
        c.limit = limit;
        c.past_canary = past_canary_;
        c.waits = who_ == user::restless && world_.job.windows.any() && dice_.chance(0.5);
        return c;
    }

    void wait_for_window() {
        auto const now = world_.time.wall_now();
        auto const& windows = world_.job.windows;
        auto const opens = windows.opens_from(windows.closes_after(now).value_or(now));
        if (opens) world_.time.pass(std::chrono::duration_cast<core::duration>(*opens - now));
    }

    /// Some of the members are such that the platform refuses every change of them.
    void poison() {
        for (auto const& id : expected_)
            if (dice_.chance(0.1)) server_->unacceptable.insert(id);
    }
    bool is_poison(std::string const& id) const { return server_->unacceptable.contains(id); }

    bool outage() const { return world_.time.now() >= outage_from_ && world_.time.now() < outage_to_; }

    treatment treat(http::request const& r) {
        if (requests_++ == refuse_key_at_) server_->key_trouble = "no such key";
        if (dice_.chance(meddling_)) meddle();
        treatment t;
        t.there = dice_.up_to(latency_);
        t.back = dice_.up_to(latency_);
        if (outage())
            t.what = kind::error_before;
        else if (dice_.chance(faults_))
            t.what = static_cast<kind>(1 + dice_.below(10));
        // What somebody on the way sends twice takes effect twice, if it is not a change that sets a state.
        if (t.what == kind::sent_twice && !repeatable()) t.what = kind::fine;
        if (t.what == kind::throttled && dice_.chance(0.5)) t.retry_after = std::to_string(dice_.below(4));
        if (server_->is_page(r) && dice_.chance(faults_))
            t.alter = [this, how = disturbance(), r](http::reply& said) {
                server_->disturb(said, r, how, [this](std::uint64_t n) { return dice_.below(n); });
            };
        return t;
    }

    /// That a cursor goes back is noticed by whom a run has met, which the next run of an export to a file
    /// does not know.
    std::uint64_t disturbance() {
        auto const how = dice_.below(3);
        return exports_ && !twin_ ? 0 : how;
    }

    void meddle() {
        auto const position = 10 * (1 + dice_.below(80)) + 1 + dice_.below(9);
        if (dice_.chance(0.5)) return server_->insert(position);
        auto const all = server_->members();
        if (all.empty()) return;
        auto const victim = *std::next(all.begin(), static_cast<std::ptrdiff_t>(dice_.below(all.size())));
        server_->erase(victim);
        removed_.insert(victim);
        expected_.erase(victim);
    }

    std::vector<std::string> judge_export() {
        auto wrong = problems_of_export(world_, *server_, expected_, removed_);
        auto const differences = portrait_.differences({}, {}, removed_);
        wrong.insert(wrong.end(), differences.begin(), differences.end());
        return wrong;
    }

    std::vector<std::string> judge() {
        if (exports_) return judge_export();
        auto wrong = world_.problems(expected_, removed_);
        std::set<std::string> done;
        std::set<std::string> unknown;
        for (auto const& [id, all] : world_.outcomes()) {
            auto const o = all.front().outcome;
            if (o == core::outcome::done && !world_.there_already.contains(id)) done.insert(id);
            // Where a request was sent twice on its way, the reply to the second may say that it is so
            // already, or that nobody is there, although it was the job itself.
            bool const sent = all.front().attempts > 0 || world_.job.deletes;
            bool const perhaps_ours = o == core::outcome::gone || (o == core::outcome::already && sent);
            if (o == core::outcome::unknown || perhaps_ours) unknown.insert(id);
            if (!is_fitting(id, all.front()))
                wrong.push_back(id + " is " + std::string(core::to_string(o)) + ": " + all.front().message);
        }
        for (auto const& id : expected_)
            if (repeatable())
                judge_changes(id, wrong);
            else
                judge_raw(id, wrong);
        auto const differences = portrait_.differences(done, unknown, removed_);
        wrong.insert(wrong.end(), differences.begin(), differences.end());
        return wrong;
    }

    bool is_fitting(std::string const& id, journal::member_settled const& end) const {
        // Somebody removed it right before an upsert, which made another, or right after a creation was
        // refused because it was there.
        bool const came_between = removed_.contains(id) && (end.code == "made-anew" || operation_ == create);
        if (end.outcome == core::outcome::failed) return is_poison(id) || came_between;
        return end.outcome != core::outcome::unknown || !repeatable();
    }

    /// A change that sets a state took effect once.
    void judge_changes(std::string const& id, std::vector<std::string>& wrong) {
        auto const entered = server_->ledger().find(id);
        auto const changes = entered == server_->ledger().end() ? 0 : entered->second.changes;
        auto const due = is_poison(id) || world_.there_already.contains(id) ? 0U : 1U;
        if (changes != due) wrong.push_back(id + " was changed " + std::to_string(changes) + " times");
    }

    /// A raw request reached the platform once at most; if its outcome is `done`, it did.
    void judge_raw(std::string const& id, std::vector<std::string>& wrong) {
        auto const entered = server_->ledger().find(id);
        auto const sent = entered == server_->ledger().end() ? 0 : entered->second.change_requests;
        if (sent > 1) wrong.push_back(id + " was sent " + std::to_string(sent) + " times");
    }

    dice dice_;
    user who_;
    bool exports_;
    bool twin_;
    std::size_t members_;
    std::string operation_;
    std::optional<pacing::quota> quota_;
    std::string extra_;
    std::unique_ptr<model_server> server_;
    model_world world_;
    portrait portrait_;
    steering_user somebody_;
    bool steered_;
    std::set<std::string> expected_;
    std::set<std::string> removed_;
    double faults_;
    std::uint64_t latency_;
    double meddling_;
    std::uint64_t requests_ = 0;
    std::optional<std::uint64_t> refuse_key_at_;
    core::instant outage_from_;
    core::instant outage_to_;
    bool hard_outage_ = false;
    std::string last_;
    bool past_canary_ = false;
};

} // namespace

std::vector<std::string> lead_life(std::uint64_t seed, user who, std::string const& provider, purpose what) {
    try {
        return life(seed, who, provider, what).lead();
    } catch (std::exception const& e) {
        return {e.what()};
    }
}

} // namespace muster::simulated
