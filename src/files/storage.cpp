#include "files/storage.hpp"

#include "files/copy_between.hpp"

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

void copy_file(storage& files, fs::path const& from, fs::path const& to) {
    copy_between(files, from, files, to);
}

void copy_between(storage& from_in, fs::path const& from, storage& to_in, fs::path const& to) {
    constexpr std::size_t piece = 1U << 20U;
    auto temporary = to;
    temporary += temporary_suffix;
    if (to_in.look(temporary)) to_in.truncate(temporary, 0); // what a crash left
    {
        auto const out = to_in.open_append(temporary);
        for (std::uint64_t at = 0;;) {
            auto const bytes = from_in.read(from, at, piece);
            if (!bytes || bytes->empty()) break;
            out->append(*bytes);
            at += bytes->size();
        }
        out->sync();
    }
    to_in.rename(temporary, to);
    to_in.sync_directory(to.parent_path());
}

} // namespace muster::files
