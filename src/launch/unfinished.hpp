#pragma once
#include "launch/store.hpp"
#include "spec/spec.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::launch {

/// The jobs of a spec that are not complete.
struct unfinished_jobs {
    /// The newest that was started from this very spec, with the same parameters; running ones count.
    std::optional<std::string> of_spec;
    /// Those that were, but a file that the `where` asks is another now: they keep the keys that they read.
    std::vector<std::string> of_other_keys;
    /// Those of the same name that were started from another spec, or with other parameters.
    std::vector<std::string> of_name;
};

/// Looks for them. `spec` has absolute paths. Changes nothing. Damaged jobs are passed over. Throws
/// files::io_error.
unfinished_jobs find_unfinished(store& jobs, spec::spec const& spec);

/// Whether the job that is there under this id was started from this very spec. Throws what store::find
/// throws; files::io_error.
bool is_of_spec(store& jobs, std::string const& id, spec::spec const& spec);

} // namespace muster::launch
