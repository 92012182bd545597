#pragma once
#include "files/storage.hpp"
#include "journal/directory.hpp"
#include "journal/record.hpp"

#include <string_view>

namespace muster::journal {

/// Makes the files of a new job in its directory, which make_directories has made: `spec.json`, then a
/// journal of one record. Once there is a journal, it is durable, and so is all that it relies on; before,
/// nothing of the job counts. Throws io_error.
void create(files::storage& files, directory const& where, std::string_view spec_text,
            job_opened const& first);

} // namespace muster::journal
