#pragma once
#include "files/storage.hpp"
#include "fleet/database_storage.hpp"
#include "journal/directory.hpp"
#include "launch/job_place.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace muster::launch {

/// What of each job a look at many of them reads.
enum class job_part {
    names,    ///< which files there are, and whether somebody holds the job
    openings, ///< and the first line of its journal
    standing, ///< and what tells how it stands: its checkpoint, and the end of its journal
    spec      ///< and its spec
};

/// Where jobs are kept: a state directory, on this host's disk or at a database that several hosts share, and
/// the storage that it is in. Nothing is made or written by looking for jobs. The storage lives as long as
/// the store.
class store {
public:
    /// What a user said of where they are (job_place, which may throw). Throws core::job_error also where a
    /// database cannot be reached (stopped), or holds no store (usage).
    explicit store(std::string const& place);

    [[nodiscard]] files::storage& storage() { return *storage_; }
    [[nodiscard]] job_place const& place() const { return place_; }
    /// Of a store that hosts share: how the runs that go on say they stand (service/control.hpp), JSON by
    /// job; of a directory nothing, as they are asked there. Throws io_error.
    [[nodiscard]] std::map<std::string, std::string> said_by_runs();
    /// ` --state-dir DIR`, if it was given: what a command that we advise needs to find the same jobs; else
    /// empty. Quoted for a shell.
    [[nodiscard]] std::string state_option() const;
    [[nodiscard]] std::filesystem::path const& state_directory() const { return place_.root(); }
    /// Whether that is not there; the first job makes it.
    [[nodiscard]] bool is_missing();

    /// Where a job is or would be; `id` must be a job id (journal::is_job_id).
    [[nodiscard]] journal::directory where(std::string id) const;

    /// Where the archive of a job is or would be.
    [[nodiscard]] std::filesystem::path archive_of(std::string const& id) const;
    /// The ids of the jobs that have an archive, in no order. Throws io_error.
    [[nodiscard]] std::vector<std::string> archived();
    /// Whether there is a job of that id; false also if it can be no id. Throws io_error.
    [[nodiscard]] bool has(std::string const& id);
    /// Where a job is that is there, which is to say: has a journal. Throws core::job_error(usage) if there
    /// is none of that id, or it can be no id; io_error.
    [[nodiscard]] journal::directory find(std::string const& id);
    /// The same for one that may be damaged: its journal or its checkpoint is left. Where only its directory
    /// is, core::job_error(usage) says so.
    [[nodiscard]] journal::directory find_damaged_too(std::string const& id);
    /// The same for one of which no more may be left than its directory, for those who tell what is wrong.
    /// Throws core::job_error(busy) too, if a process is making the job right now.
    [[nodiscard]] journal::directory find_remains(std::string const& id);
    /// All jobs that are there, by id. A directory without a journal is not one: a run was killed while it
    /// made it, and nothing was sent. Throws core::job_error(usage) if the state directory cannot be read, or
    /// was given and is not there; a default one is made by the first job.
    [[nodiscard]] std::vector<journal::directory> all();

    /// What is done with a job in a look at many: its files are to be read by `seen`, and not changed.
    using job_look = std::function<void(files::storage& seen, journal::directory const& where)>;
    /// Calls `look` with each job that is there, by id. Throws what all() and `look` throw; files::io_error.
    void look_at_all(job_part what, job_look const& look);
    /// The same with those of these jobs that are there.
    void look_at(std::vector<std::string> const& ids, job_part what, job_look const& look);

    /// An id for a new job of that name that no job has: many may begin in the same second, and `random` is
    /// asked anew until there is none.
    [[nodiscard]] std::string free_id(std::string_view name, core::wall_time now,
                                      std::function<std::uint16_t()> const& random);

    /// The names of all directories that may be jobs, whether they hold a journal or not. Throws as all()
    /// does.
    [[nodiscard]] std::vector<std::string> ids();

private:
    [[noreturn]] void refuse(std::string const& id);

    job_place place_;
    std::unique_ptr<fleet::database_storage> shared_;
    std::unique_ptr<files::storage> storage_;
};

} // namespace muster::launch
