#include "service/agenda.hpp"
#include "service/start.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <random>

namespace muster::service {
namespace {

using core::wall_time;
using std::chrono::hours;
using std::chrono::minutes;
using overlap = schedule::timetable::overlap;
using catch_up = schedule::timetable::catch_up;
using state = job_facts::state;

schedule::cron some_line(unsigned n, std::string const& name) {
    char const* const lines[] = {"0 * * * *", "*/15 * * * *", "30 1,13 * * *"};
    return std::get<schedule::cron>(schedule::cron::read(lines[n % 3], name));
}

struct model_job {
    job_facts facts;
    minutes left{}; // work to be done
};

// A host on which a supervisor and its jobs live and die. The supervisor keeps nothing but `tried_`, and
// loses that with its life.
class world {
public:
    // `edits` = the spec's line is changed now and then; then nobody can tell from its last form alone what
    // was to be made before.
    world(unsigned seed, plan p, bool clock_jumps, bool edits)
        : random_(seed),
          plan_(std::move(p)),
          clock_jumps_(clock_jumps),
          edits_(edits),
          now_(plan_.since),
          end_(plan_.since + hours(24 * 4)) {}

    void live() {
        while (now_ < end_) {
            if (up_ && chance(40))
                up_ = false, tried_.clear();
            else if (!up_ && chance(8))
                up_ = true;
            if (clock_jumps_ && chance(200)) now_ += minutes(pick(0, 360) - 120);
            if (chance(150)) now_ += minutes(pick(30, 600)); // the machine sleeps
            if (edits_ && chance(100)) edit();
            if (up_) supervise();
            pass(minutes(pick(1, 20)));
        }
        // Nobody dies any more: what is due comes to its end.
        for (auto const calm = now_ + hours(24 * 2); now_ < calm;) {
            supervise();
            pass(minutes(5), true);
        }
    }

    void judge() const {
        BOOST_TEST(doubled_ == 0U);
        BOOST_TEST(outside_ == 0U);
        BOOST_TEST(of_before_ == 0U);
        BOOST_TEST(at_once_ <= 1U);
        for (auto at = plan_.when.when.next(plan_.since, plan_.when.where);
             at && *at < end_ && !clock_jumps_ && !edits_; at = plan_.when.when.next(*at, plan_.when.where))
            BOOST_TEST(is_dealt_with(*at), "lost: " << scheduled_job_id(plan_.name, *at));
    }
    [[nodiscard]] std::size_t jobs() const { return jobs_.size(); }

private:
    int pick(int from, int to) { return std::uniform_int_distribution<>(from, to)(random_); }
    bool chance(int one_in) { return pick(1, one_in) == 1; }
    [[nodiscard]] bool is_open() const { return !plan_.windows.any() || plan_.windows.open_at(now_); }

    [[nodiscard]] wall_time due(wall_time at) const {
        return due_moment(plan_.name, plan_.when.jitter, at, plan_.when.when.next(at, plan_.when.where));
    }

    void edit() {
        plan_.when.when = some_line(static_cast<unsigned>(pick(0, 2)), plan_.name);
        plan_.since = now_;
    }

    void supervise() {
        std::vector<job_facts> facts;
        for (auto const& [id, j] : jobs_) facts.push_back(j.facts);
        for (auto const& a : look_at(plan_, facts, tried_, now_).acts) {
            if (a.what == act::kind::stop) {
                end_run(jobs_.at(a.job), state::broken);
                continue;
            }
            outside_ += is_open() ? 0 : 1;
            if (a.what == act::kind::start) {
                doubled_ += jobs_.contains(a.job) ? 1 : 0;
                if (chance(20)) { // it dies before there is a journal
                    tried_[a.job] = {tried_[a.job].in_a_row + 1, now_, "no key", false};
                    if (tried_[a.job].in_a_row >= failures_until_left) gave_up_ = true;
                    continue;
                }
                auto const at = start_of_job(plan_.name, a.job);
                of_before_ += due(*at) <= plan_.since ? 1 : 0;
                jobs_[a.job] = {{a.job, at, state::running, now_, now_, 0, ""}, minutes(pick(1, 90))};
            } else {
                jobs_.at(a.job).facts.how = state::running;
            }
        }
        std::size_t running = 0;
        for (auto const& [id, j] : jobs_) running += j.facts.how == state::running ? 1 : 0;
        at_once_ = std::max(at_once_, running);
    }

    void end_run(model_job& j, state how) {
        j.facts.how = how;
        j.facts.ended = now_;
    }

    void pass(minutes span, bool calm = false) {
        for (auto m = minutes(0); m < span; m += minutes(1)) {
            now_ += minutes(1);
            for (auto& [id, j] : jobs_) {
                if (j.facts.how != state::running) continue;
                if (!is_open())
                    end_run(j, state::window);
                else if (j.left <= minutes(0))
                    end_run(j, state::over);
                else if (!calm && chance(60)) {
                    j.facts.failures = chance(4) ? j.facts.failures + 1 : 0;
                    end_run(j, state::broken);
                } else
                    j.left -= minutes(1);
            }
        }
    }

    // A start has its job, or lies in the time of another, or later ones took its place.
    [[nodiscard]] bool is_dealt_with(wall_time at) const {
        if (gave_up_ || jobs_.contains(scheduled_job_id(plan_.name, at))) return true;
        if (plan_.when.missed != catch_up::all || plan_.when.on_overlap == overlap::replace)
            return std::any_of(jobs_.begin(), jobs_.end(),
                               [&](auto const& j) { return *j.second.facts.start > at; })
                   || (plan_.when.missed == catch_up::none && plan_.when.on_overlap != overlap::replace);
        return std::any_of(jobs_.begin(), jobs_.end(), [&](auto const& each) {
            auto const& j = each.second.facts;
            // One start waits at most: for a window, too.
            if (plan_.when.on_overlap == overlap::queue && plan_.windows.any()
                && !plan_.windows.open_at(due(at)) && *j.start > at)
                return true;
            auto const from = plan_.windows.any() ? due(*j.start) : j.began;
            return from <= due(at) && due(at) <= j.ended;
        });
    }

    std::mt19937 random_;
    plan plan_;
    bool clock_jumps_, edits_;
    wall_time now_, end_;
    bool up_ = true, gave_up_ = false;
    troubles tried_;
    std::map<std::string, model_job> jobs_;
    std::size_t of_before_ = 0, doubled_ = 0, outside_ = 0, at_once_ = 0;
};

plan some_plan(unsigned seed) {
    auto const berlin = schedule::zone::find("Europe/Berlin").value();
    plan p;
    p.name = "nightly";
    p.when.when = some_line(seed, p.name);
    p.when.where = berlin;
    p.when.on_overlap = static_cast<overlap>(seed / 3 % 3);
    p.when.missed = static_cast<catch_up>(seed / 9 % 3);
    p.when.catch_up_for = hours(24 * 30);
    p.when.jitter = minutes(seed / 27 % 2 == 0 ? 0 : 10);
    if (seed / 54 % 2 == 1) {
        schedule::window w;
        w.from = hours(22), w.to = hours(5);
        w.days.set();
        w.where = berlin;
        p.windows = schedule::windows({w});
    }
    // Two nights after, the clocks in Berlin are set back.
    p.since = core::parse_iso8601("2026-10-23T11:00").value();
    return p;
}

} // namespace

BOOST_AUTO_TEST_SUITE(agenda_simulation)

BOOST_AUTO_TEST_CASE(no_start_is_lost_or_doubled_and_none_runs_outside_windows) {
    std::size_t jobs = 0;
    for (unsigned seed = 0; seed < 216; seed += 10) {
        BOOST_TEST_CONTEXT("seed " << seed) {
            world w(seed, some_plan(seed), seed >= 108, seed % 4 == 0);
            w.live();
            w.judge();
            jobs += w.jobs();
        }
    }
    BOOST_TEST(jobs > 250U); // it is no empty world that was judged
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::service
