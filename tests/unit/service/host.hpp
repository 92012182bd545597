#pragma once
#include "../scratch.hpp"
#include "owed_starts.hpp"
#include "service/watched_specs.hpp"

#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace muster::tests {

/// What the spec of a simulated host says.
struct spec_words {
    std::string cron;
    std::string overlap;
    std::string catch_up;
    std::string catch_up_for = "30d";
    std::string jitter = "0s";
    bool windows = false; ///< from 22:00 to 05:00

    [[nodiscard]] std::string text() const;
};

/// What happens on a simulated host, beside what always does: supervisor, jobs and machine are killed.
struct happenings {
    bool clock_is_set = false;
    bool edits =
        false; ///< the spec is changed, deleted, made again, wrong for a while, and read anew at a SIGHUP
    bool people = false; ///< jobs are paused, let go on, stopped, and begun by hand
};

/// A machine on which a supervisor and its jobs live and die, in virtual time. Specs are files, read as they
/// are; jobs are what the supervisor would read of their journals. The supervisor goes by the agenda alone,
/// looks at it no more often than the real one does, and loses what it knows with its life.
class host {
public:
    host(unsigned seed, spec_words words, happenings what);

    /// Some days in which anybody may die, then as many calm ones as it takes until all that was owed is
    /// made.
    void live();

    /// What went wrong; empty if nothing did.
    [[nodiscard]] std::vector<std::string> const& wrong() const { return wrong_; }
    [[nodiscard]] std::size_t jobs() const { return jobs_.size(); }

private:
    struct job {
        service::job_facts facts; // as if nobody had paused it
        core::duration left{};    // work to be done
        core::wall_time run_began{};
        unsigned failures = 0;
        bool paused = false;
        bool passed_over = false; // it was left once, or replaced, and a later start was made
    };
    using state = service::job_facts::state;

    void pass(core::duration span);
    void tick(core::duration d);
    void move_clock(core::duration d);
    void work(job& j);
    void end_run(job& j, state how, core::wall_time ended);
    void kill(job& j);

    void disturb();
    void end_supervisor(bool drains);
    void begin_supervisor();
    void edit();
    void write(std::string const& text, core::wall_time as_of);
    void mend(core::wall_time as_of);
    void meddle();
    void meddle_with(job& j);

    void supervise();
    void reload();
    void judge(std::vector<service::job_facts> const& facts, service::outlook const& seen);
    void carry_out(service::act const& a);
    void start(service::act const& a);
    void resume(service::act const& a);
    [[nodiscard]] std::vector<service::job_facts> read_jobs();
    [[nodiscard]] service::job_facts facts_of(job const& j) const;
    [[nodiscard]] bool is_under_way(service::job_facts const& j) const;
    [[nodiscard]] bool any_under_way() const;
    [[nodiscard]] bool is_given_up(std::string const& id) const;
    [[nodiscard]] bool is_open() const;
    [[nodiscard]] bool is_up() const { return specs_.has_value(); }
    [[nodiscard]] bool is_settled(core::wall_time since) const;
    void note(std::string const& what);

    int pick(int from, int to) { return std::uniform_int_distribution<>(from, to)(random_); }
    bool chance(int one_in) { return pick(1, one_in) == 1; }

    std::mt19937 random_;
    spec_words words_;
    happenings what_;
    bool calm_ = false;
    core::wall_time now_;
    core::instant mono_{std::chrono::hours(1)}; // the clock that stands while the machine sleeps

    scratch dir_;
    std::map<std::string, job> jobs_;
    enum class spec_file { good, bad, absent } file_ = spec_file::absent;
    core::wall_time written_at_;
    int writes_ = 0;

    // The supervisor.
    bool look_ = true;
    bool all_anew_ = false;
    std::optional<core::wall_time> again_;
    core::duration clock_offset_{};
    service::troubles tried_;
    std::set<std::string> watched_, open_;
    std::optional<service::watched_specs> specs_; // while it is up

    // Who sees everything.
    service::plan plan_;
    std::string known_; // the timetable that the supervisor knows; empty: none
    owed_starts owed_;
    std::vector<std::string> wrong_;
};

} // namespace muster::tests
