#include "launch/job_files.hpp"

namespace muster::launch {

namespace {

namespace fs = std::filesystem;
using role = journal::directory::role;

bool is_open_to_others(files::entry const& e) {
    return e.what != files::entry::kind::other && (e.mode & of_others) != 0;
}

/// A temporary file without the spec or journal that it was to replace may hold what the job lacks: that is
/// for a person to judge. All others are made again, or are in place before the journal is.
bool can_go(files::storage& storage, journal::directory const& where, fs::path const& temporary) {
    auto const replaced = fs::path(temporary).replace_extension();
    bool const needed = replaced == where.spec() || replaced == where.journal();
    return !needed || storage.look(replaced).has_value();
}

} // namespace

job_files look_at_files(files::storage& storage, journal::directory const& where) {
    job_files found;
    auto const self = storage.look(where.root);
    if (self && is_open_to_others(*self)) found.open_to_others.push_back(where.root);
    for (auto const& each : storage.list(where.root).value_or(std::vector<files::entry>())) {
        auto const p = where.root / each.name;
        auto what = journal::directory::role_of(each.name);
        if (what == role::temporary && !can_go(storage, where, p)) what = role::foreign;
        if (what == role::temporary) found.temporary.push_back(p);
        if (what == role::put_aside) found.put_aside.push_back(p);
        if (what == role::foreign) found.foreign.push_back(p);
        if (what != role::foreign && is_open_to_others(each)) found.open_to_others.push_back(p);
    }
    return found;
}

} // namespace muster::launch
