#pragma once
#include "files/storage.hpp"
#include "journal/replay.hpp"
#include "spec/spec.hpp"

#include <memory>
#include <string>

namespace muster::cli {

/// The files of one job, locked for this process while the object lives.
class held_job {
public:
    /// Makes the directory of a new job: spec and the journal's first record. Throws core::job_error: usage
    /// if there is a job of that id or the files cannot be made, busy if another process is making it.
    static held_job create(journal::directory where, spec::spec const& job, std::string const& key);

    /// Takes a job that is on disk. Throws core::job_error: usage if there is none, busy if it is running.
    static held_job open(journal::directory where);

    [[nodiscard]] journal::directory const& where() const { return where_; }
    [[nodiscard]] files::storage& storage() { return *storage_; }

    /// The job's own spec. Throws core::job_error if it is not the one that the job was started with.
    [[nodiscard]] spec::spec read_spec(journal::job_opened const& opened);

private:
    explicit held_job(journal::directory where);
    void take_lock();

    std::unique_ptr<files::storage> storage_;
    journal::directory where_;
    std::unique_ptr<files::file_lock> lock_;
};

/// The name of this host.
std::string host_name();

} // namespace muster::cli
