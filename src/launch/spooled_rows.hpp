#pragma once
#include "files/storage.hpp"
#include "journal/directory.hpp"
#include "launch/scratch_directory.hpp"
#include "spec/spec.hpp"

#include <functional>
#include <memory>

namespace muster::launch {

/// Rows that can be read but once, or not twice the same, from standard input or by a query: they are read
/// into a file, which is what the job is made of from then on.
class spooled_rows {
public:
    /// Writes rows; may throw files::io_error.
    using writer = std::function<void(files::append_file&)>;
    /// Reads them into a file that lives as long as this, and has the spec read that. Does nothing for a spec
    /// whose rows stand in a file. `instead` = what stands for standard input; may be empty. Throws
    /// core::job_error(usage) where they cannot be read, and of what passes, such as a database that cannot
    /// be reached, core::job_error(stopped). References must outlive it.
    spooled_rows(files::storage& storage, spec::spec& spec, writer const& instead = {});

    /// Keeps the file in the directory of the spec's job, where it is read from now on: before it is a job,
    /// as nobody could read the rows again. Throws core::job_error(stopped).
    void keep(journal::directory const& where);

private:
    files::storage& storage_;
    spec::spec& spec_;
    std::unique_ptr<scratch_directory> scratch_;
};

/// Has a job's spec read the rows that the job keeps, if it keeps any.
void take_up_rows(journal::directory const& where, spec::spec& spec);

} // namespace muster::launch
