#pragma once
#include "launch/standing.hpp"
#include "launch/store.hpp"
#include "service/agenda.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace muster::service {

/// What a job's files amount to for the agenda. `start` = what it was made for.
job_facts facts_of(files::storage& storage, launch::standing const& s, journal::directory const& where,
                   std::optional<core::wall_time> start);

/// How many runs in a row, the last ones of a journal, ended without an outcome or a third page: killed, or
/// by an error. Ends that a closed window, a used-up quota or a stop signal made do not count, nor do runs
/// that were paused. Reads its last MiB only. Throws files::io_error.
unsigned fruitless_runs(files::storage& storage, std::filesystem::path const& journal, std::uint64_t bytes);

/// Reads the jobs of specs, those that have changed since.
class job_reader {
public:
    explicit job_reader(launch::store& jobs);

    /// Looks anew at which jobs there are. Throws files::io_error.
    void list();
    /// The jobs of a spec. The latest are read (are_recent); of older and archived ones it is only told that
    /// they are there. A job that cannot be read is over, with the reason.
    std::vector<job_facts> of_spec(std::string_view name, core::wall_time now);
    /// How many runs a job has had; 0 if it is not there.
    std::uint64_t runs(std::string const& id);
    /// The process that holds a job now, on this machine; 0 if there is none, or that cannot be told.
    pid_t holder(std::string const& id);

private:
    struct seen {
        std::uint64_t size = 0;   // of the journal
        std::int64_t changed = 0; // in ns
        job_facts facts;
    };
    job_facts read(std::string const& id, std::optional<core::wall_time> start);

    launch::store& jobs_;
    std::vector<std::string> ids_; // sorted
    std::vector<std::string> archived_;
    std::map<std::string, seen, std::less<>> known_;
};

} // namespace muster::service
