#pragma once
#include "launch/store.hpp"
#include "service/children.hpp"
#include "service/clock_watch.hpp"
#include "service/facts.hpp"
#include "service/late_starts.hpp"
#include "service/say.hpp"
#include "service/supervisor_locks.hpp"
#include "service/watched_specs.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace muster::service {

/// Starts, resumes and stops the jobs of specs by their timetables; each run is a process of its own. What is
/// to be done is worked out from specs and job directories (look_at), so whoever is killed, the next
/// supervisor goes on; all that it keeps on disk is of which late starts it told. One thread.
class supervisor {
public:
    struct choices {
        bool once = false;                        ///< end when nothing is due and nothing runs
        std::vector<std::string> of_run{};        ///< options that every run gets, such as `--live`
        std::optional<std::uint64_t> most_jobs{}; ///< that it works on at once
    };

    /// Takes the lock of the state directory, or, in a store that several hosts share, this host's: each of
    /// them has its supervisor, and whoever is first makes a start or resumes a job, by the job's own lock.
    /// Throws core::job_error: busy if another supervisor has it, usage if it cannot be taken.
    supervisor(launch::store& jobs, std::vector<std::string> places, choices how, say tell);

    /// Goes on until it is asked to end by SIGTERM or SIGINT: then the jobs are asked to stop, and waited
    /// for; asked again, it ends at once, and they go on stopping. SIGHUP: all specs are read anew. `false`:
    /// with `once`, no spec could be used, or some were wrong.
    bool run();

private:
    struct view {
        std::optional<core::wall_time> again;
        std::string said;
        bool look = true; ///< something changed
    };
    struct begun {
        std::uint64_t runs = 0; ///< that the job had before
        std::string name;       ///< of its spec
    };

    void reload(bool all);
    void look_at_all();
    void look(std::string const& name, watched_spec const& spec, view& v);
    std::vector<job_facts> jobs_of(std::string const& name);
    void carry_out(act const& a, std::string const& name, std::string const& path);
    void begin(act const& a, std::string const& name, std::string const& path);
    void stop(std::string const& job);
    void reap();
    [[nodiscard]] bool is_elsewhere(children::end const& e);
    void note_end(children::end const& e, begun const& b);
    void look_after_strangers();
    [[nodiscard]] bool is_idle() const;
    bool drain();

    launch::store& jobs_;
    choices how_;
    say tell_;
    supervisor_locks locks_;
    watched_specs specs_;
    job_reader reader_;
    late_starts late_;
    children children_;
    std::map<std::string, view> views_;                  // by the spec's name
    std::map<std::string, begun> begun_;                 // by job, of children
    std::map<std::string, std::string> strangers_;       // jobs that others run, and their specs
    std::map<std::string, pid_t> asked_to_stop_;         // by job
    std::map<std::string, troubles, std::less<>> tried_; // by the spec's name
    clock_watch clock_;
};

} // namespace muster::service
