#pragma once
#include "journal/directory.hpp"
#include "journal/record.hpp"
#include "journal/storage.hpp"

#include <string_view>

namespace muster::journal {

/// Makes the files of a new job in its directory, which make_directories has made: `spec.json`, then a
/// journal of one record. Once there is a journal, it is durable, and so is all that it relies on; before,
/// nothing of the job counts. Throws io_error.
void create(storage& files, directory const& job, std::string_view spec_text, job_opened const& first);

} // namespace muster::journal
