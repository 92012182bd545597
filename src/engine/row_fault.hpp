#pragma once
#include "files/storage.hpp"
#include "journal/directory.hpp"
#include "spec/spec.hpp"

#include <cstdint>
#include <string_view>

namespace muster::engine {

/// Whether a member that failed before anything was sent did so by its row alone, whatever the platform
/// holds. Of such rows people were told before the job began (launch/row_survey), and chose to pass over
/// them: they are no sign of trouble. `code` = of the failure.
bool is_row_at_fault(spec::spec const& spec, std::string_view code);

/// How many such rows have their outcomes in the journal of a job. Throws files::io_error.
std::uint64_t count_rows_at_fault(files::storage& storage, journal::directory const& where,
                                  spec::spec const& spec);

} // namespace muster::engine
