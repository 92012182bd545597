#pragma once
#include "files/storage.hpp"
#include "journal/consistency.hpp"
#include "journal/directory.hpp"
#include "journal/record.hpp"
#include "spec/spec.hpp"

#include <functional>
#include <optional>
#include <string_view>

namespace muster::launch {

/// Whether a job of that spec works from rows that can be given back: not the notes that it is made of which
/// applies a plan, or undoes another.
bool has_rows_to_return(spec::spec const& spec);

/// Refuses to give people the notes that muster made for a job which applies a plan, or goes by what another
/// job did: nobody can mend them, or feed them in again. Throws core::job_error(usage); what read_job_spec
/// throws.
void refuse_made_rows(files::storage& storage, journal::directory const& where);

/// Gives back the rows of the file that a job works from, as they stand there and in their order, each with
/// what became of it in columns or members of its own (source/remark.hpp): those whose outcome is `wanted`.
/// Calls `each` with the header of a CSV that has one, and then with each row, as long as it gives true.
/// Returns what damages the journal, as for_each_deed does: rows whose outcomes stand before that were given.
/// In constant memory: the outcomes are put on the disk, sorted, in a directory for temporary files. Throws
/// core::job_error(usage) for a job that has no such file, or whose file or spec is not as it was when the
/// job began, or cannot be read; files::io_error.
std::optional<journal::flaw> return_rows(files::storage& storage, journal::directory const& where,
                                         std::function<bool(journal::member_settled const&)> const& wanted,
                                         std::function<bool(std::string_view)> const& each);

} // namespace muster::launch
