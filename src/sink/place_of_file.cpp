#include "sink/place_of_file.hpp"

#include "core/obstacle.hpp"

namespace muster::sink {
namespace {

/// Also by way of a link.
bool is_directory(files::storage& files, std::filesystem::path const& p) {
    return files.look(p / ".").has_value();
}

} // namespace

void refuse_directory(files::storage& files, std::filesystem::path const& file) {
    auto const there = files.look(file);
    if (there && there->what == files::entry::kind::directory)
        throw core::obstacle(core::obstacle::kind::lasting,
                             file.string()
                                 + " is a directory, and no file can have its name: take it away, or begin a "
                                   "job whose export has another");
}

void refuse_other(files::storage& files, std::filesystem::path const& file) {
    refuse_directory(files, file);
    auto const there = files.look(file);
    if (there && there->what == files::entry::kind::other)
        throw core::obstacle(
            core::obstacle::kind::lasting,
            file.string()
                + " is a link, a device or a pipe, and the export would take its place: name "
                  "a file, or what the link points to");
}

void look_at_place(files::storage& files, std::filesystem::path const& file) {
    refuse_directory(files, file);
    auto const folder = file.parent_path();
    if (is_directory(files, folder)) return;
    throw core::obstacle(core::obstacle::kind::lasting, "there is no directory " + folder.string() + " for "
                                                            + file.filename().string() + ": make it");
}

} // namespace muster::sink
