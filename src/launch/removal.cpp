#include "launch/removal.hpp"

#include "core/errors.hpp"
#include "launch/growing_export.hpp"

namespace muster::launch {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view prefix = ".removed-"; // no job id begins with a dot

fs::path free_name(files::storage& storage, journal::directory const& where) {
    auto const first = std::string(prefix) + where.id;
    auto name = where.root.parent_path() / first;
    for (unsigned n = 2; storage.look(name); ++n)
        name = where.root.parent_path() / (first + "-" + std::to_string(n));
    return name;
}

void erase(files::storage& storage, fs::path const& directory) {
    auto const lock = journal::directory("", "").lock().filename();
    for (auto const& each : storage.list(directory).value_or(std::vector<files::entry>())) {
        auto const p = directory / each.name;
        if (p.filename() == lock) continue;
        if (each.what == files::entry::kind::directory)
            erase(storage, p);
        else
            storage.remove(p);
    }
    // The lock is the last to go: it keeps others from doing the same meanwhile.
    if (storage.look(directory / lock)) storage.remove(directory / lock);
    storage.remove(directory);
}

} // namespace

void remove_job(held_job const& held, files::storage& storage) {
    auto const& root = held.where().root;
    auto const there = storage.look(root);
    if (!there || there->what != files::entry::kind::directory)
        throw core::job_error(core::exit_status::usage,
                              root.string() + " is a link: remove it, and what it leads to, by hand");
    auto const exported = growing_export(storage, held.where());
    auto const parent = root.parent_path();
    auto const gone = free_name(storage, held.where());
    storage.rename(root, gone);
    storage.sync_directory(parent);
    if (exported && storage.look(*exported)) storage.remove(*exported);
    erase(storage, gone);
    storage.sync_directory(parent);
}

void finish_removals(files::storage& storage, fs::path const& directory) {
    for (auto const& each : storage.list(directory).value_or(std::vector<files::entry>())) {
        auto const p = directory / each.name;
        bool const left = each.what == files::entry::kind::directory && each.name.starts_with(prefix);
        if (left && !storage.is_locked(p / journal::directory("", "").lock().filename())) erase(storage, p);
    }
}

} // namespace muster::launch
