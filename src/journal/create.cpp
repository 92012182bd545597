#include "journal/create.hpp"

namespace muster::journal {

void create(files::storage& files, directory const& where, std::string_view spec_text,
            job_opened const& first) {
    files::replace_file(files, where.spec(), spec_text);
    std::string line;
    encode(first, line);
    files::replace_file(files, where.journal(), line);
}

} // namespace muster::journal
