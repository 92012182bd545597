#pragma once
#include "core/node.hpp"
#include "files/storage.hpp"
#include "journal/directory.hpp"
#include "launch/scratch_directory.hpp"
#include "spec/spec.hpp"

#include <memory>
#include <string>
#include <vector>

namespace muster::launch {

/// The key sets of the files that a spec's `where` asks, made in a directory for temporary files, and asked
/// by the `where` as long as this lives; or, once kept, of a job's own directory.
class made_key_lists {
public:
    /// Reads the files whole. Throws core::job_error(usage) where one cannot be read, has a row that is none,
    /// or has no key and the spec does not allow that. References must outlive it.
    made_key_lists(files::storage& storage, spec::spec const& spec);

    /// SHA-256 of each file, in the order of spec::key_lists.
    [[nodiscard]] std::vector<std::string> const& digests() const { return digests_; }
    /// How many keys each has; one that stands there several times is one.
    [[nodiscard]] std::vector<std::uint64_t> const& sizes() const { return sizes_; }

    /// Puts them into the job's directory, durably, where they are asked from now on. Throws
    /// core::job_error(stopped) where that fails: the job is there, and makes them anew when it is resumed.
    void keep(journal::directory const& where);

private:
    files::storage& storage_;
    spec::spec const& spec_;
    std::unique_ptr<scratch_directory> scratch_; // none where there is nothing to make
    std::vector<std::string> digests_;
    std::vector<std::uint64_t> sizes_;
};

/// Where the files that a spec's `where` asks cannot be opened, or have no such column: each at its place in
/// the spec. Reads no more than their beginnings.
core::problems problems_of_key_lists(files::storage& storage, spec::spec const& spec);

/// Takes up the key sets of a job. One that is not there, as a crash came before it, or that is damaged, is
/// made anew of its file, which must be as it was: `digests` are those of the job. Throws
/// core::job_error(usage, stopped), files::io_error.
void take_up_key_lists(files::storage& storage, journal::directory const& where, spec::spec const& spec,
                       std::vector<std::string> const& digests);

} // namespace muster::launch
