#include "launch/store.hpp"

#include "core/errors.hpp"
#include "core/obstacle.hpp"
#include "core/printable.hpp"
#include "core/shell_word.hpp"
#include "files/mounted_storage.hpp"
#include "files/posix_storage.hpp"

#include <algorithm>

namespace muster::launch {

namespace {

constexpr std::string_view archives = "archive";
constexpr std::string_view archive_suffix = ".tar.zst";

bool has_journal(files::storage& storage, journal::directory const& where) {
    return storage.read(where.journal(), 0, 1).has_value();
}

/// Of a store that hosts share, so many jobs are looked at by the same few statements; what is held of each
/// is some kilobytes.
constexpr std::ptrdiff_t jobs_at_once = 250;
/// Most of the journals of jobs that are over were checkpointed at their end, and a line takes less than half
/// of it.
constexpr std::size_t end_of_journal = 8192;
constexpr std::size_t first_line = 4096; // as files::line_at() reads it

std::vector<fleet::portion> portions_of(job_part what) {
    journal::directory const any({}, "any");
    fleet::portion journal{any.journal().filename().string(), false, 1, 0};
    std::vector<fleet::portion> more;
    switch (what) {
    case job_part::names: break;
    case job_part::openings: journal.head = first_line; break;
    case job_part::standing:
        journal.tail = end_of_journal;
        more.push_back({any.checkpoint().filename().string(), true});
        break;
    case job_part::spec: more.push_back({any.spec().filename().string(), true}); break;
    }
    more.push_back(std::move(journal));
    return more;
}

} // namespace

store::store(std::string const& place) : place_(place) {
    if (!place_.is_shared()) {
        storage_ = std::make_unique<files::posix_storage>();
        return;
    }
    try {
        shared_ = std::make_unique<fleet::database_storage>(place_.address(), place_.root());
    } catch (core::obstacle const& e) {
        throw core::job_error(core::exit_status::stopped,
                              "the jobs are kept in a store that cannot be used now: "
                                  + std::string(e.what()));
    }
    storage_ = std::make_unique<files::mounted_storage>(place_.root(), *shared_);
}

std::map<std::string, std::string> store::said_by_runs() {
    std::map<std::string, std::string> by_job;
    if (!shared_) return by_job;
    for (auto& [lock, text] : shared_->said()) {
        auto const job = std::filesystem::path(lock).parent_path();
        if (job.parent_path() == "jobs") by_job.emplace(job.filename().string(), std::move(text));
    }
    return by_job;
}

std::string store::state_option() const {
    std::string words;
    for (auto const& each : place_.options()) words += " " + core::shell_word(each);
    return words;
}

bool store::is_missing() {
    try {
        return !storage_->look(state_directory() / ""); // so named, a link to a directory is one
    } catch (files::io_error const&) {
        return false; // told by whatever is done next
    }
}

void store::refuse(std::string const& id) {
    auto const there = place_.name();
    if (place_.was_given() && is_missing())
        throw core::job_error(core::exit_status::usage,
                              "there is no job " + core::printable(id) + ": there is no directory " + there);
    if (auto const packed = archive_of(id); journal::is_job_id(id) && storage_->look(packed))
        throw core::job_error(core::exit_status::usage,
                              "job " + id + " is archived; to have it back: "
                                  + (place_.is_shared()
                                         ? "muster store move --all --to DIRECTORY, and tar there"
                                         : "tar -C " + core::shell_word((state_directory() / "jobs").string())
                                               + " -xf " + core::shell_word(packed.string())));
    throw core::job_error(core::exit_status::usage, "there is no job " + core::printable(id) + " in " + there
                                                        + "; muster status" + state_option() + " lists them");
}

journal::directory store::where(std::string id) const {
    return {state_directory(), std::move(id)};
}

bool store::has(std::string const& id) {
    return journal::is_job_id(id) && has_journal(*storage_, where(id));
}

std::filesystem::path store::archive_of(std::string const& id) const {
    return state_directory() / archives / (id + std::string(archive_suffix));
}

std::vector<std::string> store::archived() {
    std::vector<std::string> ids;
    for (auto const& e : storage_->list(state_directory() / archives).value_or(std::vector<files::entry>()))
        if (e.name.ends_with(archive_suffix))
            ids.push_back(e.name.substr(0, e.name.size() - archive_suffix.size()));
    return ids;
}

journal::directory store::find(std::string const& id) {
    auto found = find_remains(id);
    if (!has_journal(*storage_, found)) refuse(id);
    return found;
}

journal::directory store::find_damaged_too(std::string const& id) {
    auto found = find_remains(id);
    if (has_journal(*storage_, found) || storage_->read(found.checkpoint(), 0, 1)) return found;
    throw core::job_error(core::exit_status::usage,
                          found.root.string()
                              + " holds no job: there is neither a journal nor a checkpoint. If a run was "
                                "killed while it made the job, nothing was sent, and the directory can go.");
}

journal::directory store::find_remains(std::string const& id) {
    if (!journal::is_job_id(id)) refuse(id);
    auto found = where(id);
    auto const there = storage_->look(found.root / ""); // so named, a link to a directory is one
    if (!there || there->what != files::entry::kind::directory) refuse(id);
    if (!has_journal(*storage_, found) && storage_->is_locked(found.lock()))
        throw core::job_error(core::exit_status::busy, "job " + id + " is being made right now; look again");
    return found;
}

std::vector<std::string> store::ids() {
    if (place_.was_given() && is_missing())
        throw core::job_error(core::exit_status::usage, "there is no directory " + place_.name());
    try {
        return journal::job_ids(*storage_, state_directory());
    } catch (files::io_error const& e) {
        throw core::job_error(core::exit_status::usage,
                              std::string(e.what()) + ". Is that where jobs are kept?");
    }
}

std::vector<journal::directory> store::all() {
    std::vector<journal::directory> found;
    look_at_all(job_part::names,
                [&](files::storage&, journal::directory const& where) { found.push_back(where); });
    return found;
}

void store::look_at_all(job_part what, job_look const& look) {
    look_at(ids(), what, look);
}

void store::look_at(std::vector<std::string> const& ids, job_part what, job_look const& look) {
    auto const look_by = [&](files::storage& seen, std::string const& id) {
        if (auto const at = where(id); has_journal(seen, at)) look(seen, at);
    };
    if (!shared_) {
        for (auto const& id : ids) look_by(*storage_, id);
        return;
    }
    for (auto from = ids.begin(); from != ids.end();) {
        auto const to = from + std::min(jobs_at_once, ids.end() - from);
        std::vector<std::filesystem::path> directories;
        for (auto id = from; id != to; ++id) directories.push_back(where(*id).root);
        auto const in_store = shared_->see(directories, portions_of(what));
        files::mounted_storage seen(place_.root(), *in_store);
        for (; from != to; ++from) look_by(seen, *from);
    }
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
