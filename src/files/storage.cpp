#include "files/storage.hpp"

namespace muster::files {

namespace fs = std::filesystem;

std::optional<std::string> read_file(storage& files, fs::path const& p) {
    constexpr std::size_t largest = 64U << 20U;
    return files.read(p, 0, largest);
}

void replace_file(storage& files, fs::path const& p, std::string_view bytes) {
    auto temporary = p;
    temporary += temporary_suffix;
    if (files.look(temporary)) files.truncate(temporary, 0); // what a crash left
    {
        auto const file = files.open_append(temporary);
        file->append(bytes);
        file->sync();
    }
    files.rename(temporary, p);
    files.sync_directory(p.parent_path());
}

} // namespace muster::files
