#pragma once
#include "files/storage.hpp"
#include "fleet/lease.hpp"
#include "journal/replay.hpp"
#include "launch/row_survey.hpp"
#include "spec/spec.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::launch {

/// What a job is made of, beside its spec.
struct made_of {
    std::optional<row_survey> rows{};     ///< of its file of rows, where it has one
    std::vector<std::string> key_lists{}; ///< journal::job_opened::key_lists
    std::optional<journal::parentage> from{};
    std::optional<journal::planned> plan{};
};

/// The files of one job, locked for this process while the object lives. The storage must outlive it.
class held_job {
public:
    /// Makes the directory of a new job: spec and the journal's first record, which says that it was made at
    /// `now` and with which key, by its fingerprint. Throws core::job_error: usage if there is a job of that
    /// id or the files cannot be made, busy if another process is making it.
    /// `before` makes what must be there before it is a job.
    static held_job create(files::storage& storage, journal::directory where, spec::spec const& spec,
                           std::string const& key, core::wall_time now, made_of of = {},
                           std::function<void(journal::directory const&)> const& before = {});

    /// Takes a job that is there (store::find). Throws core::job_error(busy) if it is running; io_error.
    static held_job open(files::storage& storage, journal::directory where);

    [[nodiscard]] journal::directory const& where() const { return where_; }
    [[nodiscard]] files::storage& storage() { return storage_; }
    [[nodiscard]] files::file_lock const& lock() const { return *lock_; }
    /// The lease that the lock is, by which the run can be asked from other hosts; null on a disk.
    [[nodiscard]] fleet::lease* lease() const;

    /// As read_job_spec (launch/job_spec.hpp).
    [[nodiscard]] spec::spec read_spec(journal::job_opened const& opened);

private:
    held_job(files::storage& storage, journal::directory where);
    void take_lock();

    files::storage& storage_;
    journal::directory where_;
    std::unique_ptr<files::file_lock> lock_;
};

/// Refuses to make a job whose id is taken: throws core::job_error(usage).
[[noreturn]] void refuse_taken(std::string const& id);

} // namespace muster::launch
