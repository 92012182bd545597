#include "launch/store.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "files/posix_storage.hpp"

namespace muster::launch {

namespace {

bool has_journal(files::storage& storage, journal::directory const& where) {
    return storage.read(where.journal(), 0, 1).has_value();
}

} // namespace

store::store(std::string const& state_directory)
    : state_directory_(state_directory.empty() ? journal::default_state_directory()
                                               : std::filesystem::path(state_directory)),
      storage_(std::make_unique<files::posix_storage>()) {}

void store::refuse(std::string const& id) const {
    throw core::job_error(core::exit_status::usage, "there is no job " + core::printable(id) + " in "
                                                        + state_directory_.string()
                                                        + "; muster status lists them");
}

journal::directory store::where(std::string id) const {
    return {state_directory_, std::move(id)};
}

bool store::has(std::string const& id) {
    return journal::is_job_id(id) && has_journal(*storage_, where(id));
}

journal::directory store::find(std::string const& id) {
    if (!journal::is_job_id(id)) refuse(id);
    auto found = where(id);
    if (!has_journal(*storage_, found)) refuse(id);
    return found;
}

journal::directory store::find_remains(std::string const& id) {
    if (!journal::is_job_id(id)) refuse(id);
    auto found = where(id);
    auto const there = storage_->look(found.root / ""); // so named, a link to a directory is one
    if (!there || there->what != files::entry::kind::directory) refuse(id);
    return found;
}

std::vector<journal::directory> store::all() {
    std::vector<journal::directory> found;
    for (auto& id : journal::job_ids(*storage_, state_directory_)) {
        auto at = where(std::move(id));
        if (has_journal(*storage_, at)) found.push_back(std::move(at));
    }
    return found;
}

std::string store::free_id(std::string_view name, core::wall_time now,
                           std::function<std::uint16_t()> const& random) {
    for (;;) {
        auto id = journal::make_job_id(name, now, random());
        try {
            if (!storage_->look(where(id).root)) return id;
        } catch (files::io_error const&) { // told when it is to be made
            return id;
        }
    }
}

} // namespace muster::launch
