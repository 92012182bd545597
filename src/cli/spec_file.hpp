#pragma once
#include "spec/read.hpp"

#include <string>
#include <vector>

namespace muster::cli {

/// The text of a spec file; `-` is standard input. Throws core::job_error(usage) if it cannot be read or is
/// longer than any spec may be.
std::string read_spec_file(std::string const& path);

/// How a spec file is called in messages.
std::string spec_file_name(std::string const& path);

/// Refuses a spec whose rows would have to come from standard input, where itself it did. `path` = as for
/// read_spec_file(). Throws core::job_error(usage).
void refuse_rows_behind_spec(std::string const& path, spec::spec const& spec);

/// What the options `--set name=value` give. Throws core::job_error(usage) for one that is not of that form,
/// or names a parameter for the second time; the message quotes no value.
spec::settings parse_settings(std::vector<std::string> const& options);

} // namespace muster::cli
