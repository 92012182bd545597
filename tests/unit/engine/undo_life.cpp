#include "undo_life.hpp"

#include "model_world.hpp"
#include "other_people.hpp"
#include "platform_job.hpp"
#include "reversal_forecast.hpp"
#include "reversible_job.hpp"
#include "undo_job.hpp"

#include <array>

namespace muster::simulated {

undo_tally& undo_tally::operator+=(undo_tally const& other) {
    deaths += other.deaths;
    abandoned += other.abandoned;
    restored += other.restored;
    redone += other.redone;
    conflicts += other.conflicts;
    missing += other.missing;
    left_out += other.left_out;
    return *this;
}

namespace {

/// The members that two views of a platform do not show alike, be it that one of them lacks some.
std::set<std::string> differing(everybody const& one, everybody const& other) {
    std::set<std::string> all;
    for (auto const& [id, document] : one)
        if (auto const at = other.find(id); at == other.end() || at->second != document) all.insert(id);
    for (auto const& [id, document] : other)
        if (!one.contains(id)) all.insert(id);
    return all;
}

class undo_life {
public:
    undo_life(std::uint64_t seed, std::string provider, undo_tally& tally)
        : seed_(seed),
          dice_(seed),
          provider_(std::move(provider)),
          tally_(tally),
          members_(8 + dice_.below(25)),
          job_(some_reversible_job(dice_, provider_)),
          pace_(some_pace(dice_)),
          faults_(dice_.chance(0.3) ? 0.1 * uniform01(dice_.source()) : 0),
          latency_(dice_.below(3) * 150),
          server_(make_server(provider_, members_, job_.operation)) {}

    std::vector<std::string> lead() {
        auto const before = look_at_everybody(*server_);
        auto const text = spec_text(provider_, job_.operation,
                                    pace_ + some_records(provider_, job_.operation, *server_, members_ / 2));
        auto run = begin(text);
        auto const concerned = run->concerned();
        if (job_.makes_members()) run->there_already = server_->members();
        bool const complete = bring_to_its_end(*run, true);
        if (!wrong_.empty()) return wrong_;
        if (complete) add(run->problems(concerned));
        auto const after_run = look_at_everybody(*server_);
        auto deeds = deeds_of(*run, before);
        for (auto const& id : differing(before, after_run))
            if (!deeds.contains(id) && !is_left_out(id, after_run))
                wrong_.push_back(id + " was changed, and no outcome tells it");

        auto out_of_reach = left_out_.size();
        auto undo = take_back(*run, deeds, out_of_reach, tally_.restored);
        auto const undone = look_at_everybody(*server_);
        for (auto const& id : differing(before, undone))
            if (!others_.contains(id) && !is_left_out(id, after_run))
                wrong_.push_back(id + " is not as it was before the job");
        if (!undo || !wrong_.empty()) return wrong_;
        take_back(*undo, deeds, out_of_reach, tally_.redone);
        for (auto const& id : differing(after_run, look_at_everybody(*server_)))
            if (!others_.contains(id) && !job_.makes_members())
                wrong_.push_back(id + " is not as the job had left it");
        return wrong_;
    }

private:
    std::unique_ptr<model_world> begin(std::string const& spec) {
        auto world = std::make_unique<model_world>(*server_, spec, ++seed_);
        world->keeps_spec = true;
        server_->begin_ledger();
        constexpr std::array<std::size_t, 3> limits{0, 10, 25};
        server_->limit = sandbox::limiter(limits.at(dice_.below(3)));
        world->direct = [this](http::request const&) { return treat(); };
        world->disk_latency = [this, slow = dice_.below(2) * 50] { return dice_.up_to(slow); };
        return world;
    }

    treatment treat() {
        using kind = treatment::kind;
        constexpr std::array<kind, 8> faults{kind::refused_connection, kind::reset_before, kind::reset_after,
                                             kind::error_before,       kind::error_after,  kind::throttled,
                                             kind::cut_reply,          kind::silent_effect};
        treatment t;
        t.there = dice_.up_to(latency_);
        t.back = dice_.up_to(latency_);
        if (dice_.chance(faults_)) t.what = faults.at(dice_.below(faults.size()));
        return t;
    }

    /// Runs it, kills it once or twice, and resumes it until it is complete; false if it `may_be_abandoned`
    /// where it was killed, and is.
    bool bring_to_its_end(model_world& w, bool may_be_abandoned) {
        constexpr unsigned most_runs = 40;
        auto kills = dice_.below(3);
        engine::run_choices choices;
        std::string last;
        for (unsigned run = 0; run < most_runs; ++run) {
            if (kills > 0) {
                --kills;
                constexpr std::array<fate::moment::kind, 3> moments{
                    fate::moment::kind::before, fate::moment::kind::midway, fate::moment::kind::after};
                auto const step = dice_.below(30 + 4 * members_);
                w.end.decide(step, {moments.at(dice_.below(3)), static_cast<double>(step % 4) / 3});
            }
            auto const report = w.run(choices);
            last = report.reason;
            if (report.complete && !report.died) return true;
            if (report.died) {
                ++tally_.deaths;
                auto const left = dice_.below(3); // 0: only the process died
                if (left == 1) w.power_cut(memory_storage::kept::nothing);
                if (left == 2) w.power_cut(memory_storage::kept::some);
                if (may_be_abandoned && dice_.chance(0.3) && !w.journal_text().empty()) {
                    ++tally_.abandoned;
                    return false;
                }
            } else if (report.error && report.error != core::exit_status::stopped) {
                break;
            }
            if (report.stopped_for(engine::stop_reason::kind::canary)) choices.past_canary = true;
            w.time.pass(std::chrono::seconds(dice_.below(600))); // until somebody resumes it
        }
        wrong_.push_back("it never became complete: " + last);
        return false;
    }

    /// What the run did, by its journal, the members as they were, and what its operation is here.
    past_deeds deeds_of(model_world& run, everybody const& before) {
        past_deeds all;
        for (auto const& [member, outcomes] : run.outcomes()) {
            auto const& end = outcomes.front();
            if (end.outcome != core::outcome::done) continue;
            if (!job_.shown || (job_.makes_members() && end.made.empty()))
                left_out_.insert(member);
            else if (job_.makes_members())
                all[end.made].made_as = member;
            else
                all[member] = written_to(before.at(member));
        }
        auto const replayed = journal::replay(run.disk, run.directory());
        for (auto const& [member, intent] : replayed.folded.pending())
            if (job_.makes_members() || !job_.shown)
                left_out_.insert(member);
            else
                all[member] = written_to(before.at(member));
        return all;
    }

    past_deed written_to(boost::json::object const& before) const {
        past_deed d;
        for (auto const& f : job_.fields)
            d.fields.push_back({f.path, value_at(before, f.path),
                                f.copied_from.empty() ? f.value : value_at(before, f.copied_from)});
        return d;
    }

    /// Whether it was made or changed by a deed that cannot be taken back.
    bool is_left_out(std::string const& id, everybody const& at) const {
        auto const found = at.find(id);
        if (left_out_.contains(id)) return true;
        if (found == at.end()) return false;
        auto const known_by = value_at(found->second, reference_path(provider_));
        return known_by.is_string() && left_out_.contains(std::string(known_by.get_string()));
    }

    /// Others work on the members, and then the job of that world is taken back. `deeds` = what it did, and
    /// then what taking it back did; `out_of_reach` = how many more of its changes cannot be taken back, and
    /// then the same of that job; `done` counts the members that it changed. The world of that job; nullptr
    /// if there was nothing to take back.
    std::unique_ptr<model_world> take_back(model_world& parent, past_deeds& deeds, std::size_t& out_of_reach,
                                           std::uint64_t& done) {
        bool const force = dice_.chance(0.15);
        auto const made = undo_of(parent, force);
        tally_.left_out += made.left_out;
        if (made.left_out != out_of_reach)
            wrong_.push_back(std::to_string(made.left_out) + " changes are left out, not "
                             + std::to_string(out_of_reach));
        std::set<std::string> due;
        for (auto const& [id, deed] : deeds) due.insert(id);
        if (made.members != due || made.deeds != due.size())
            wrong_.push_back("it is about " + std::to_string(made.members.size()) + " members, not "
                             + std::to_string(due.size()));
        if (due.empty() || !wrong_.empty()) return nullptr;

        auto const left = look_at_everybody(*server_);
        auto world = begin(made.spec);
        if (dice_.chance(0.8)) other_people(dice_, provider_, world->job, *server_).work(deeds);
        server_->begin_ledger();
        auto const now = look_at_everybody(*server_);
        others_.merge(differing(left, now));
        auto expected = forecast_reversal(deeds, now, reference_path(provider_), force);
        put_rows(world->disk, made.rows);
        if (!bring_to_its_end(*world, false)) return nullptr;
        add(world->problems(due));
        for (auto const& id : differing(expected.after, look_at_everybody(*server_)))
            wrong_.push_back(id + " is not as taking it back should leave it");
        done += judge_outcomes(*world, expected.outcomes);
        out_of_reach = expected.beyond_recall;
        deeds = std::move(expected.did);
        return world;
    }

    /// How many are done.
    std::uint64_t judge_outcomes(model_world& w, std::map<std::string, std::string> const& expected) {
        std::uint64_t done = 0;
        for (auto const& [id, all] : w.outcomes()) {
            auto const& end = all.front();
            auto const word =
                end.outcome == core::outcome::failed ? end.code : std::string(core::to_string(end.outcome));
            auto const due = expected.find(id);
            if (due == expected.end() || due->second != word)
                wrong_.push_back(id + " is " + word + ", not "
                                 + (due == expected.end() ? "there" : due->second) + ": " + end.message);
            tally_.conflicts += word == "conflict";
            tally_.missing += word == "no-such-member";
            done += word == "done";
        }
        return done;
    }

    void add(std::vector<std::string> const& more) { wrong_.insert(wrong_.end(), more.begin(), more.end()); }

    std::uint64_t seed_;
    dice dice_;
    std::string provider_;
    undo_tally& tally_;
    std::size_t members_;
    reversible_job job_;
    std::string pace_;
    double faults_;
    std::uint64_t latency_;
    std::unique_ptr<model_server> server_;
    std::set<std::string> left_out_; ///< members whose change by the run cannot be taken back
    std::set<std::string> others_;   ///< members that others changed or removed
    std::vector<std::string> wrong_;
};

} // namespace

std::vector<std::string> lead_undo_life(std::uint64_t seed, std::string const& provider, undo_tally& tally) {
    try {
        return undo_life(seed, provider, tally).lead();
    } catch (std::exception const& e) {
        return {e.what()};
    }
}

} // namespace muster::simulated
