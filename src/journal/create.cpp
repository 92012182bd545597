#include "journal/create.hpp"

namespace muster::journal {

void create(storage& files, directory const& job, std::string_view spec_text, job_opened const& first) {
    replace_file(files, job.spec(), spec_text);
    std::string line;
    encode(first, line);
    replace_file(files, job.journal(), line);
}

} // namespace muster::journal
